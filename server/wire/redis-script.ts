/** The scripts of the wire on Redis, the keys that they work on, and what they answer. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Entry } from '../../shared/protocol.ts';
import { scriptOf, type Script } from '../redis/link.ts';
import type { StreamLine } from '../trail/redis.ts';
import { decodeHeadline } from './codec.ts';
import type { EntryTrace } from './wire.ts';

export const APPEND = load('append.lua');
export const READ = load('read.lua');
export const CLAIM = load('claim.lua');
export const REPLAY = load('replay.lua');

function load(file: string): Script {
  return scriptOf(readFileSync(new URL(file, import.meta.url), 'utf8'));
}

/** One hash tag per channel: on a Cluster all of a channel's keys share a slot. */
export function keysOf(prefix: string, channel: string) {
  const base = `${prefix}{${channel}}`;
  return {
    log: `${base}:log`,
    head: `${base}:head`,
    items: `${base}:items`,
    bell: `${base}:bell`,
    trail: `${base}:trail`,
    record: (key: string) => `${base}:idempotency:${key}`,
  };
}

export const appendReply = z.union([
  z.tuple([z.enum(['head', 'appended']), z.string(), z.number()]),
  z.tuple([z.enum(['replayed', 'version']), z.string()]),
  z.tuple([z.literal('conflict')]),
]);

/** A stream's entry: `{sequence}-0`, and the fields `i` (item) and `h` (headline). */
const streamEntry = z.tuple([z.string(), z.array(z.string())]).transform(([id, fields]): Entry => ({
  seq: Number(id.split('-')[0]),
  headline: decodeHeadline(fields[3] ?? ''),
}));

export const entriesReply = z.array(streamEntry);

export const readReply = z.tuple([
  z.string().nullable(),
  z.string().nullable(),
  entriesReply,
  entriesReply,
]);

/** A line of the trail: the fields `t` (what was said), `s` (sequence) and `h` (headline). */
export function entryTraceOf({ cursor, fields }: StreamLine): EntryTrace {
  const [, text = '', , seq, , json = ''] = fields;
  return { cursor, text, seq: Number(seq), headline: decodeHeadline(json) };
}

/** Of HGET and HMGET. */
export const fieldReply = z.string().nullable();
export const fieldsReply = z.array(fieldReply);

/** Where to go on, and the keys found. */
export const scanReply = z.tuple([z.string(), z.array(z.string())]);
