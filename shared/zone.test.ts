import { describe, expect, it } from 'vitest';
import { momentIn } from './zone.ts';

describe('a time on a wall', () => {
  it.each([
    ['Asia/Beirut', '2026-01-15T12:00', '2026-01-15T10:00:00.000Z'],
    ['Asia/Beirut', '2026-07-15T12:00', '2026-07-15T09:00:00.000Z'],
    ['Africa/Cairo', '2026-01-15T12:00:30', '2026-01-15T10:00:30.000Z'],
    ['Africa/Cairo', '2026-07-15T12:00', '2026-07-15T09:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
    ['Europe/Berlin', '2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
    ['America/New_York', '2026-11-01T00:59', '2026-11-01T04:59:00.000Z'],
    ['America/New_York', '2026-11-01T02:00', '2026-11-01T07:00:00.000Z'],
    ['Asia/Kathmandu', '2026-06-01T00:00', '2026-05-31T18:15:00.000Z'],
    ['UTC', '2028-02-29T00:00', '2028-02-29T00:00:00.000Z'],
  ])('N4 in %s %s is one moment', (zone, wall, instant) => {
    expect(momentIn(zone, wall)).toEqual({ kind: 'one', instant });
  });

  it.each([
    // Lebanon and Egypt change at midnight: the day begins at one, or its last hour comes twice.
    ['Asia/Beirut', '2026-03-29T00:30', '2026-03-28T22:30:00.000Z'],
    ['Africa/Cairo', '2026-04-24T00:30', '2026-04-23T22:30:00.000Z'],
    ['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
    ['America/New_York', '2026-03-08T02:30', '2026-03-08T07:30:00.000Z'],
  ])('N4 in %s %s never comes', (zone, wall, instant) => {
    expect(momentIn(zone, wall)).toEqual({ kind: 'skipped', instant });
  });

  it.each([
    ['Asia/Beirut', '2026-10-24T23:30', '2026-10-24T20:30:00.000Z', '2026-10-24T21:30:00.000Z'],
    ['Africa/Cairo', '2026-10-29T23:30', '2026-10-29T20:30:00.000Z', '2026-10-29T21:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z'],
    [
      'America/New_York',
      '2026-11-01T01:30',
      '2026-11-01T05:30:00.000Z',
      '2026-11-01T06:30:00.000Z',
    ],
  ])('N4 in %s %s comes twice', (zone, wall, earlier, later) => {
    expect(momentIn(zone, wall)).toEqual({ kind: 'ambiguous', earlier, later });
  });

  it.each([
    ['Asia/Beirut', '2026-02-30T12:00'],
    ['Asia/Beirut', '2026-01-01T24:00'],
    ['Asia/Beirut', 'tomorrow'],
    ['Mars/Olympus', '2026-01-01T12:00'],
  ])('N4 in %s %s is none', (zone, wall) => {
    expect(momentIn(zone, wall)).toEqual({ kind: 'invalid' });
  });
});
