/** Which browser on which system, from what it says of itself (RFC 9110, 10.1.5), as far as one can tell. */

/** The first that fits: many browsers also name those that they are like. */
const BROWSERS = [
  ['Firefox', /Firefox\//],
  ['Edge', /Edg(?:A|iOS)?\//],
  ['Opera', /OPR\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Chrome', /(?:Chrome|CriOS)\//],
  ['Safari', /Safari\//],
] as const;
const SYSTEMS = [
  ['Android', /Android/],
  ['iOS', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux|X11/],
] as const;

/** What it said, where neither is known. */
export function deviceOf(userAgent: string): string {
  const known = [BROWSERS, SYSTEMS].flatMap(
    (list) => list.find(([, form]) => form.test(userAgent))?.[0] ?? [],
  );
  return known.length > 0 ? known.join(' · ') : userAgent;
}
