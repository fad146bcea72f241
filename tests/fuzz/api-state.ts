/** What the API shows of a hub, so that a test can tell whether anything has changed. */
import { z } from 'zod';
import { HEADLINE_LIMITS } from '../../shared/headline.ts';
import { request } from '../support/request.ts';

const positionSchema = z.looseObject({ epoch: z.string(), seq: z.number() });
const entrySchema = z.looseObject({ seq: z.number(), headline: z.looseObject({ id: z.string() }) });
const missedSchema = z.looseObject({ entries: z.array(entrySchema) });

export type LogEntry = z.output<typeof entrySchema>;

export interface ApiState {
  readonly channels: unknown;
  readonly keys: unknown;
  /** Of each channel that is written to, its position. */
  readonly positions: Readonly<Record<string, z.output<typeof positionSchema>>>;
}

const headlinesOf = (hub: string, channel: string) => `${hub}/api/channels/${channel}/headlines`;

export async function readState(hub: string, channels: readonly string[]): Promise<ApiState> {
  const [all, keys, ...boards] = await Promise.all([
    request(`${hub}/api/channels`),
    request(`${hub}/api/keys`),
    ...channels.map((name) => request(headlinesOf(hub, name))),
  ]);
  const positions = boards.map(({ body }, n) => {
    const { epoch, seq } = positionSchema.parse(body);
    return [channels[n] ?? '', { epoch, seq }] as const;
  });
  const found: ApiState['positions'] = Object.fromEntries(positions);
  return { channels: all.body, keys: keys.body, positions: found };
}

/** What was appended to a channel since then, every version of it. */
export async function readSince(
  hub: string,
  channel: string,
  before: ApiState,
): Promise<LogEntry[]> {
  const { epoch, seq } = positionSchema.parse(before.positions[channel]);
  const { body } = await request(`${hub}/api/channels/${channel}/log?after=${epoch}:${seq}`);
  return missedSchema.parse(body).entries;
}

export async function readItem(hub: string, channel: string, id: string): Promise<unknown> {
  return (await request(`${headlinesOf(hub, channel)}/${id}`)).body;
}

const TEXTS = ['headline', 'summary', 'source', 'by', 'edNote'] as const;
const segmenter = new Intl.Segmenter('ar', { granularity: 'grapheme' });
/** Overrides, isolates, controls, line breaks. */
const FORBIDDEN = /[\u202a-\u202e\u2066-\u2069\0-\x1f\x7f-\x9f\u2028\u2029]/;

/** What the house does not print, though it stands in a headline that was read back. */
export function faultsOfHeadline(headline: Readonly<Record<string, unknown>>): string[] {
  const faults = Object.entries(headline).flatMap(([name, value]) => {
    if (typeof value !== 'string') return [];
    if (FORBIDDEN.test(value)) return [`${name} has a character that must not be there`];
    return value.isWellFormed() ? [] : [`${name} has half of a surrogate pair`];
  });
  for (const name of TEXTS) {
    const value = headline[name];
    if (typeof value !== 'string') continue;
    if (value !== value.normalize('NFC')) faults.push(`${name} is not NFC`);
    if (value !== value.trim() || value === '') faults.push(`${name} is empty, or not trimmed`);
    if ([...segmenter.segment(value)].length > HEADLINE_LIMITS[name])
      faults.push(`${name} is long`);
  }
  const { url, language, expires } = headline;
  if (typeof url === 'string' && !/^https?:\/\/\S+$/i.test(url)) faults.push('url is no link');
  if (typeof language === 'string' && language.length > 100) faults.push('language is long');
  if (typeof expires === 'string' && !/^\d{4}-.*Z$/.test(expires))
    faults.push('expires is no time');
  return faults;
}
