/** A channel's settings as they are typed, and as the hub takes them. */
import { CHANNEL_DEFAULTS, TEST_PREFIX, type Channel } from '../../../shared/channel.ts';

/** As typed: numbers stay text until they are sent, so that nothing is made of what is no number. */
export interface TypedSettings {
  title: string;
  language: string;
  boardSize: string;
  /** Minutes; empty: none. */
  defaultTtl: string;
  undoWindow: string;
  retention: string;
  /** An origin a line; empty: any. */
  origins: string;
}
export type SentSettings = Pick<Channel, 'title' | 'language' | 'allowedOrigins'> & {
  /** Where no number was typed, what was: the hub then names the field. */
  readonly [name in 'boardSize' | 'defaultTtl' | 'undoWindow' | 'retention']:
    number | string | null;
};

export function typed(channel: Partial<Channel>): TypedSettings {
  const known = { title: '', ...CHANNEL_DEFAULTS, ...channel };
  const { title, language, boardSize, defaultTtl, undoWindow, retention, allowedOrigins } = known;
  return {
    ...{ title, language },
    boardSize: String(boardSize),
    defaultTtl: defaultTtl === null ? '' : String(defaultTtl / 60),
    undoWindow: String(undoWindow),
    retention: String(retention),
    origins: allowedOrigins?.join('\n') ?? '',
  };
}

export function sent(settings: TypedSettings): SentSettings {
  const { title, language, boardSize, defaultTtl, undoWindow, retention, origins } = settings;
  const lines = origins.split(/\s+/).filter((one) => one !== '');
  const minutes = numberOf(defaultTtl);
  return {
    ...{ title: title.trim(), language: language.trim() },
    boardSize: numberOf(boardSize),
    defaultTtl: typeof minutes === 'number' ? Math.round(minutes * 60) : minutes || null,
    undoWindow: numberOf(undoWindow),
    retention: numberOf(retention),
    allowedOrigins: lines.length === 0 ? null : lines,
  };
}

/** Digits of Arabic keyboards count too. */
function numberOf(text: string): number | string {
  const digits = text.trim().replaceAll(/[٠-٩]/g, (one) => String(one.charCodeAt(0) - 0x660));
  const latin = digits.replace('٫', '.');
  const value = Number(latin);
  return latin === '' || Number.isNaN(value) ? latin : value;
}

/** The name, when a channel becomes one for trying things out or ceases to be one before it is made. */
export function nameFor(name: string, isTest: boolean): string {
  const bare = name.trim().replace(new RegExp(`^${TEST_PREFIX}`), '');
  return isTest ? TEST_PREFIX + bare : bare;
}

/** As the hub names them: each has its place in the form. */
export const SETTING_FIELDS: readonly (keyof SentSettings)[] = [
  ...(['title', 'language', 'boardSize', 'defaultTtl'] as const),
  ...(['undoWindow', 'retention', 'allowedOrigins'] as const),
];
