/** Every option of every command; a name means the same wherever it stands. What it is for is in the catalogues. */

interface Form {
  /** What follows it, for the help; absent: a switch. */
  readonly value?: string;
}

export const OPTIONS = {
  hub: { value: 'url' },
  'key-file': { value: 'file' },
  wait: { value: 'seconds' },
  json: {},
  lang: { value: 'ar|en' },
  help: {},
  channel: { value: 'name' },
  urgency: { value: '1-9' },
  id: { value: 'id' },
  language: { value: 'tag' },
  url: { value: 'url' },
  summary: { value: 'text' },
  source: { value: 'text' },
  by: { value: 'text' },
  expires: { value: 'time' },
  pinned: {},
  unpinned: {},
  rank: { value: 'number' },
  remove: { value: 'fields' },
  note: { value: 'text' },
  version: { value: 'number' },
  'idempotency-key': { value: 'key' },
  as: { value: 'lines|ninjs' },
  name: { value: 'text' },
  role: { value: 'editor|admin' },
  channels: { value: 'names' },
  'highest-urgency': { value: '1-9' },
  title: { value: 'text' },
  'board-size': { value: 'number' },
  ttl: { value: 'seconds|none' },
  origins: { value: 'origins|any' },
  'undo-window': { value: 'seconds' },
  retention: { value: 'number' },
} as const satisfies Record<string, Form>;

export type OptionName = keyof typeof OPTIONS;

/** Those that every command takes. */
export const EVERYWHERE = ['hub', 'wait', 'json', 'lang', 'help'] as const;

export function isOption(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

export function valueOf(name: OptionName): string | undefined {
  const form: Form = OPTIONS[name];
  return form.value;
}
