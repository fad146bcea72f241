/**
 * From what a clock on a wall shows to the moment it means. Twice a year that is not clear: clocks that go
 * forward skip an hour, and clocks that go back show one twice.
 */

export type Moment =
  | { readonly kind: 'one'; readonly instant: string }
  /** The clock shows it twice. */
  | { readonly kind: 'ambiguous'; readonly earlier: string; readonly later: string }
  /** The clock never shows it; `instant` is as long after the jump as the time is after its beginning. */
  | { readonly kind: 'skipped'; readonly instant: string }
  /** Not a time of the form, no such day, or no such zone. */
  | { readonly kind: 'invalid' };

/** As an input of the type `datetime-local` gives it. */
const WALL = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::(\d{2}))?$/;
/** As Intl writes it: `GMT`, `GMT+02:00`, and for times before the zones `GMT+02:22:04`. */
const OFFSET = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;
/** ms; no zone changes twice within so long before and after. */
const AROUND = 86_400_000;

/** `wall`: `2026-03-29T02:30`; `zone`: a name of IANA, as in `Asia/Beirut`. Instants are ISO 8601 in UTC. */
export function momentIn(zone: string, wall: string): Moment {
  const utc = readWall(wall);
  const offsetAt = offsetsOf(zone);
  if (utc === undefined || !offsetAt) return { kind: 'invalid' };
  const before = offsetAt(utc - AROUND);
  const after = offsetAt(utc + AROUND);
  const fits = [...new Set([before, after])]
    .map((offset) => ({ instant: utc - offset, offset }))
    .filter(({ instant, offset }) => offsetAt(instant) === offset)
    .map(({ instant }) => instant)
    .sort((a, b) => a - b);
  const [earlier, later] = fits.map((instant) => new Date(instant).toISOString());
  if (earlier !== undefined && later !== undefined) return { kind: 'ambiguous', earlier, later };
  if (earlier !== undefined) return { kind: 'one', instant: earlier };
  return { kind: 'skipped', instant: new Date(utc - before).toISOString() };
}

/** The wall's time as if it were UTC; `2026-02-30` is no day, though Date takes it for one of March. */
function readWall(wall: string): number | undefined {
  const [, day, minute, second = '00'] = WALL.exec(wall) ?? [];
  if (day === undefined || minute === undefined) return undefined;
  const utc = Date.parse(`${day}T${minute}:${second}Z`);
  if (Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(day)) return undefined;
  return utc;
}

function offsetsOf(timeZone: string): ((instant: number) => number) | undefined {
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
    return (instant) => offsetOf(format.format(instant));
  } catch {
    return undefined;
  }
}

function offsetOf(text: string): number {
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = OFFSET.exec(text) ?? [];
  const ms = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -ms : ms;
}
