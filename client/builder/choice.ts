/**
 * What a site owner chooses of the ticker, as an address can carry it. The defaults are those of the
 * ticker itself: what is not chosen is not written into the lines to copy.
 */

export const MODES = ['scroll', 'step', 'list'] as const;
export const THEMES = ['auto', 'breaking', 'light', 'dark', 'minimal'] as const;
export const POSITIONS = ['inline', 'top', 'bottom'] as const;
/** Whose words the ticker has, each in its own name. */
export const WORDS = {
  ar: 'العربية',
  en: 'English',
  fr: 'Français',
  fa: 'فارسی',
  ur: 'اردو',
  he: 'עברית',
  tr: 'Türkçe',
} as const;
export const SPEED = { least: 10, most: 500 } as const;
export const MAX = { least: 1, most: 100 } as const;

export interface Choice {
  readonly channel: string;
  readonly mode: (typeof MODES)[number];
  /** In px/s. */
  readonly speed: number;
  readonly theme: (typeof THEMES)[number];
  readonly position: (typeof POSITIONS)[number];
  /** Undefined: the channel's title. Empty: none. */
  readonly label: string | undefined;
  /** Undefined: the channel's language. */
  readonly lang: keyof typeof WORDS | undefined;
  readonly showTime: boolean;
  readonly showSource: boolean;
  /** Undefined: all that the channel shows. */
  readonly max: number | undefined;
}

export const DEFAULT_CHOICE: Choice = {
  channel: 'breaking',
  mode: 'scroll',
  speed: 70,
  theme: 'auto',
  position: 'inline',
  label: undefined,
  lang: undefined,
  showTime: true,
  showSource: true,
  max: undefined,
};

/** An attribute of the ticker by its name in HTML. */
export type Attribute = readonly [name: string, value: string];

/** Those of the ticker that say what was chosen; none says what is so anyway. */
export function attributesOf(choice: Choice): Attribute[] {
  const { mode, speed, theme, position, label, lang, showTime, showSource, max } = choice;
  const isBand = mode === DEFAULT_CHOICE.mode;
  const said: Readonly<Record<string, string | number | undefined>> = {
    mode: unlessDefault('mode', mode),
    // Only a band moves.
    speed: isBand ? unlessDefault('speed', speed) : undefined,
    theme: unlessDefault('theme', theme),
    position: unlessDefault('position', position),
    label,
    lang,
    'show-time': showTime ? undefined : 'false',
    'show-source': showSource ? undefined : 'false',
    max,
  };
  return Object.entries(said).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
}

function unlessDefault<Name extends keyof Choice>(name: Name, value: Choice[Name]) {
  return value === DEFAULT_CHOICE[name] ? undefined : value;
}

/** In the page's address `lang` is the page's own: there the ticker's is called `words`. */
const WORDS_PARAMETER = 'words';

/** Writes the choice into an address and leaves what else stands there. */
export function writeChoice(choice: Choice, query: URLSearchParams): void {
  const parameters = new Map(
    attributesOf(choice).map(([name, value]) => [name === 'lang' ? WORDS_PARAMETER : name, value]),
  );
  if (choice.channel !== DEFAULT_CHOICE.channel) parameters.set('channel', choice.channel);
  const names = ['channel', 'mode', 'speed', 'theme', 'position', 'label', WORDS_PARAMETER];
  for (const name of [...names, 'show-time', 'show-source', 'max']) {
    const value = parameters.get(name);
    if (value === undefined) query.delete(name);
    else query.set(name, value);
  }
}

/** What cannot be read is as if it were not there: anybody can write an address. */
export function readChoice(query: URLSearchParams): Choice {
  const words = query.get(WORDS_PARAMETER);
  return {
    channel: query.get('channel') || DEFAULT_CHOICE.channel,
    mode: oneOf(MODES, query.get('mode')) ?? DEFAULT_CHOICE.mode,
    speed: numberWithin(SPEED, query.get('speed')) ?? DEFAULT_CHOICE.speed,
    theme: oneOf(THEMES, query.get('theme')) ?? DEFAULT_CHOICE.theme,
    position: oneOf(POSITIONS, query.get('position')) ?? DEFAULT_CHOICE.position,
    label: query.get('label') ?? undefined,
    lang: words !== null && isSpoken(words) ? words : undefined,
    showTime: query.get('show-time') !== 'false',
    showSource: query.get('show-source') !== 'false',
    max: numberWithin(MAX, query.get('max')),
  };
}

export function isSpoken(language: string): language is keyof typeof WORDS {
  return Object.hasOwn(WORDS, language);
}

function oneOf<Value extends string>(
  values: readonly Value[],
  text: string | null,
): Value | undefined {
  return values.find((value) => value === text);
}

/** A whole number in words; undefined where it is none, or out of bounds. */
export function numberWithin(
  { least, most }: { readonly least: number; readonly most: number },
  text: string | null,
): number | undefined {
  const value = /^\d{1,4}$/.test(text ?? '') ? Number(text) : NaN;
  return value >= least && value <= most ? value : undefined;
}
