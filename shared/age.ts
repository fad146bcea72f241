/** «قبل 5 دقائق»: how long ago, in words that a reader's language has for it. */

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** `language` is BCP 47, `digits` a CLDR numbering system; unknown ones leave the browser's default. */
export function ageFormat(language: string, digits?: string): Intl.RelativeTimeFormat {
  const options = { numeric: 'auto', style: 'short', numberingSystem: digits } as const;
  try {
    return new Intl.RelativeTimeFormat(language, options);
  } catch {
    return new Intl.RelativeTimeFormat();
  }
}

/** `created` in ISO 8601, `now` in ms since 1970: the hub's, for a page's own clock is often wrong. */
export function ageOf(created: string, now: number, format: Intl.RelativeTimeFormat): string {
  const age = now - Date.parse(created);
  for (const [unit, length] of UNITS) {
    if (age >= length) return format.format(-Math.floor(age / length), unit);
  }
  return format.format(0, 'second');
}
