/**
 * What is read of the hub's answers. Whatever else stands in them passes through to `--json`, so that a shell
 * need not be as new as its hub.
 */
import { z } from 'zod';

const identity = {
  id: z.string(),
  version: z.int(),
  language: z.string(),
  firstCreated: z.string(),
  edNote: z.string().optional(),
};

const usableSchema = z.looseObject({
  ...identity,
  pubStatus: z.literal('usable'),
  headline: z.string(),
  urgency: z.number(),
  pinned: z.boolean(),
  rank: z.number().exactOptional(),
});

export const itemSchema = z.discriminatedUnion('pubStatus', [
  usableSchema,
  z.looseObject({ ...identity, pubStatus: z.enum(['canceled', 'withheld']) }),
]);

export const boardSchema = z.looseObject({ headlines: z.array(usableSchema) });

export const channelSchema = z.looseObject({
  name: z.string(),
  title: z.string(),
  language: z.string(),
  boardSize: z.number(),
});

export const channelsSchema = z.looseObject({ channels: z.array(channelSchema) });

export const keySchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  role: z.string(),
  channels: z.array(z.string()).nullable(),
  highestUrgency: z.number().optional(),
  expires: z.string().optional(),
  revoked: z.string().optional(),
  secrets: z.array(z.looseObject({ hint: z.string() })),
});

export const keysSchema = z.looseObject({ keys: z.array(keySchema) });
export const issuedKeySchema = keySchema.extend({ secret: z.string() });

/** A document of any form, as ninjs is. */
export const documentSchema = z.record(z.string(), z.unknown());

export const problemSchema = z.looseObject({
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  retryable: z.boolean(),
  /** Seconds. */
  retryAfter: z.number().nonnegative().optional(),
});

export type Item = z.output<typeof itemSchema>;
export type ShownItem = z.output<typeof usableSchema>;
export type ChannelAnswer = z.output<typeof channelSchema>;
export type KeyAnswer = z.output<typeof keySchema>;
export type HubProblem = z.output<typeof problemSchema>;
