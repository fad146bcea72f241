/** A trail on Redis: a stream, to which the scripts add whose acts it tells of. */
import { z } from 'zod';
import type { RedisLink } from '../redis/link.ts';
import type { TrailPage } from './trail.ts';

/** A line as it stands in the stream: its names and values in turns. */
export interface StreamLine {
  readonly cursor: string;
  readonly fields: readonly string[];
}

const streamReply = z.array(
  z.tuple([z.string(), z.array(z.string())]).transform(([cursor, fields]): StreamLine => ({
    cursor,
    fields,
  })),
);
/** Of a stream's ids; each half has 64 bits. */
const CURSOR = /^\d{1,19}-\d{1,19}$/;

/** Newest first. Nothing is older than what is no cursor. */
export async function readTrail(
  redis: Pick<RedisLink, 'send'>,
  key: string,
  { before, limit }: TrailPage,
): Promise<StreamLine[]> {
  if (before !== undefined && !CURSOR.test(before)) return [];
  const end = before === undefined ? '+' : `(${before}`;
  const reply = await redis.send(key, 'XREVRANGE', key, end, '-', 'COUNT', String(limit));
  return streamReply.parse(reply);
}
