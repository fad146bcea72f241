/** A name or an address within a sentence that may run the other way (UAX #9: first strong isolate). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
