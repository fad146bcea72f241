/** What followers of the log count. Called between two entries: it answers at once and never throws. */
export interface WireTally {
  /** So many entries came by reading, since no bell had brought them. */
  filled(entries: number): void;
  /** The log is another than was followed, or no longer reaches back: it was read from its beginning. */
  restarted(): void;
  /** The log could not be read; it is tried again. */
  failed(): void;
}

/** For a wire that nobody watches. */
export const NO_TALLY: WireTally = {
  filled: () => undefined,
  restarted: () => undefined,
  failed: () => undefined,
};
