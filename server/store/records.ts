/** What the records of each kind hold. */
import { z } from 'zod';
import { CHANNEL_DEFAULTS, type Channel } from '../../shared/channel.ts';
import type { DeskNode } from '../../shared/desk.ts';
import type { Urgency } from '../../shared/headline.ts';
import type { Checked, Held, Undone } from '../../shared/held.ts';
import { bySchema, checkedSchema, heldSchema } from './held.ts';
import {
  accountSchema,
  emailSchema,
  invitationSchema,
  sessionSchema,
  type Account,
  type EmailOf,
  type InvitationRecord,
  type SessionRecord,
} from './people.ts';
import type { Shape } from './shelf.ts';

/** admin: all; editor: publishes, corrects and withdraws in its channels. */
const role = z.enum(['editor', 'admin']);

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly role: z.infer<typeof role>;
  /** null = every channel. */
  readonly channels: readonly string[] | null;
  /** The first characters, to recognise it by. */
  readonly hint: string;
  /** SHA-256 of the secret, hex: the secret itself is shown once and kept nowhere. */
  readonly hash: string;
  readonly created: string;
  readonly revoked?: string | undefined;
  /** The highest urgency that it may send; 1 is any. */
  readonly highestUrgency: Urgency;
  /** When it ends by itself. */
  readonly expires?: string | undefined;
}

/** How many watched while one hour lasted, at one node. No address of anybody. */
export interface AttendanceHour {
  readonly node: string;
  /** When it began, ISO 8601. */
  readonly hour: string;
  /** From then until the first of `counted` the node was there, and nobody watched. */
  readonly quietSince?: string | undefined;
  /** When it counted: seconds of the hour, ascending. */
  readonly counted: readonly number[];
  /** By channel a number for each of `counted`: everybody, and of the largest origins. */
  readonly channels: Readonly<Record<string, AttendanceSeries>>;
}

export interface AttendanceSeries {
  readonly count: readonly number[];
  readonly byOrigin: Readonly<Record<string, readonly number[]>>;
}

export const CHANNELS: Shape<Channel> = {
  kind: 'channel',
  idOf: ({ name }) => name,
  schema: z.object({
    name: z.string(),
    title: z.string(),
    language: z.string(),
    boardSize: z.number(),
    defaultTtl: z.number().nullable(),
    allowedOrigins: z.array(z.string()).nullable(),
    undoWindow: z.number().default(CHANNEL_DEFAULTS.undoWindow),
    paused: z.boolean().default(CHANNEL_DEFAULTS.paused),
    isTest: z.boolean().default(CHANNEL_DEFAULTS.isTest),
    retention: z.number(),
  }),
};

/**
 * By the hash of the secret, since that is what a request brings. While a key is rotated it has two
 * secrets, and so two records with the same id.
 */
export const KEYS: Shape<ApiKey> = {
  kind: 'key',
  idOf: ({ hash }) => hash,
  schema: z.object({
    id: z.string(),
    name: z.string(),
    role,
    channels: z.array(z.string()).nullable(),
    hint: z.string(),
    hash: z.string(),
    created: z.string(),
    revoked: z.string().optional(),
    highestUrgency: z.literal([1, 2, 3, 4, 5, 6, 7, 8, 9]).default(1),
    expires: z.string().optional(),
  }),
};

export const HELD: Shape<Held> = { kind: 'held', idOf: ({ id }) => id, schema: heldSchema };

export const UNDONE: Shape<Undone> = {
  kind: 'undone',
  idOf: ({ id }) => id,
  schema: z.object({ id: z.string(), at: z.string() }),
};

export const ACCOUNTS: Shape<Account> = {
  kind: 'account',
  idOf: ({ id }) => id,
  schema: accountSchema,
};

/** Written with its account in one act, so that no two accounts have one e-mail. */
export const EMAILS: Shape<EmailOf> = {
  kind: 'email',
  idOf: ({ email }) => email,
  schema: emailSchema,
};

export const SESSIONS: Shape<SessionRecord> = {
  kind: 'session',
  idOf: ({ id }) => id,
  schema: sessionSchema,
};

export const INVITATIONS: Shape<InvitationRecord> = {
  kind: 'invitation',
  idOf: ({ id }) => id,
  schema: invitationSchema,
};

export const CHECKED = {
  kind: 'checked',
  // No name of a channel and no id has a slash.
  idOf: ({ channel, headline: { id, version } }: CheckedKey) => `${channel}/${id}/${version}`,
  schema: checkedSchema,
} satisfies Shape<Checked>;

interface CheckedKey {
  readonly channel: string;
  readonly headline: Pick<Checked['headline'], 'id' | 'version'>;
}

export const DESK_NODES: Shape<DeskNode> = {
  kind: 'desk',
  idOf: ({ node }) => node,
  schema: z.object({
    node: z.string(),
    at: z.string(),
    desks: z.number(),
    people: z.array(z.object({ channel: z.string(), item: z.string(), by: bySchema })),
    viewers: z.record(z.string(), z.record(z.string(), z.number())),
  }),
};

const numbers = z.array(z.number()).readonly();
export const ATTENDANCE = {
  kind: 'attendance',
  idOf: ({ hour, node }: Pick<AttendanceHour, 'hour' | 'node'>) => `${hour}/${node}`,
  schema: z.object({
    node: z.string(),
    hour: z.string(),
    quietSince: z.string().optional(),
    counted: numbers,
    channels: z.record(
      z.string(),
      z.object({ count: numbers, byOrigin: z.record(z.string(), numbers) }),
    ),
  }),
} satisfies Shape<AttendanceHour>;
