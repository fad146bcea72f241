/** A channel: an ordered log of headlines with a name, and how its board looks. */
export interface Channel {
  /** In URLs and Redis keys: lower-case letters, digits, `-` and `_`; at most 64. */
  readonly name: string;
  readonly title: string;
  readonly language: string;
  /** Headlines on the board at most. */
  readonly boardSize: number;
  /** Seconds that a headline stays when its publisher says nothing; null = until it is pushed off. */
  readonly defaultTtl: number | null;
  /** Origins (scheme://host[:port]) whose pages may show it; null = any. */
  readonly allowedOrigins: readonly string[] | null;
  /** Seconds in which people may take a sending back before it goes out; 0: it goes at once. */
  readonly undoWindow: number;
  /** It shows nothing and takes nothing new, until a chief lets it go on. */
  readonly paused: boolean;
  /** For trying things out: so it is from its first day to its last, and its name says it. */
  readonly isTest: boolean;
  /** Entries that the log keeps. An item lives as long as its last entry. */
  readonly retention: number;
}

export const CHANNEL_NAME = /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/;

/** How the name of a channel for trying things out begins, and no other. */
export const TEST_PREFIX = 'test-';

export const CHANNEL_LIMITS = {
  title: 80,
  boardSize: { least: 1, most: 100 },
  defaultTtl: { least: 10, most: 366 * 86_400 },
  undoWindow: { least: 0, most: 60 },
  retention: { least: 100, most: 100_000 },
  allowedOrigins: 100,
} as const;

export const CHANNEL_DEFAULTS = {
  language: 'ar',
  boardSize: 20,
  defaultTtl: null,
  allowedOrigins: null,
  undoWindow: 5,
  paused: false,
  isTest: false,
  retention: 10_000,
} as const satisfies Partial<Channel>;

/** The channel that every hub has on its first day. */
export const FIRST_CHANNEL: Channel = {
  name: 'breaking',
  title: 'أخبار عاجلة',
  ...CHANNEL_DEFAULTS,
};

/** What is wrong with an entry of `allowedOrigins`; a path or a slash at the end would never match. */
export function originFault(origin: string): string | undefined {
  const url = URL.parse(origin);
  if (url && /^https?:$/.test(url.protocol) && url.origin === origin) return undefined;
  return 'is not an origin, as in https://news.example';
}
