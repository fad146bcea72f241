/** What the writer of a headline is told of its sending. */
export type Notice = 'out' | 'waits' | 'scheduled' | 'undone' | 'tooLate' | 'unsure';
