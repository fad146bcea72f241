/**
 * What a site can say of its ticker: one attribute each, and a property of the same name in camelCase.
 * The comments here are the site's documentation: `custom-elements.json` is made from them.
 */

export interface TickerSettings {
  /** The hub's origin. Default: where the script came from. */
  readonly hub: string;
  /** The channel to show. Default: `breaking`. */
  readonly channel: string;
  /**
   * `scroll`: a band that moves at a constant speed. `step`: one headline at a time, with buttons for
   * the previous and the next. `list`: all of them, standing still. Readers who asked their system for
   * less motion get `step` instead of `scroll`. Default: `scroll`.
   */
  readonly mode: 'scroll' | 'step' | 'list';
  /** How fast the band moves, in px/s, from 10 to 500. Default: 70, about as fast as one reads. */
  readonly speed: number;
  /** The words of the label. Empty: no label. Default: the title of the channel. */
  readonly label: string | undefined;
  /** The age of each headline beside it. Default: `true`. */
  readonly showTime: boolean;
  /** Who said it, beside it. Default: `true`. */
  readonly showSource: boolean;
  /** At most so many headlines, from 1 to 100. Default: all that the channel shows. */
  readonly max: number;
  /** `inline`: where it stands. `top`, `bottom`: fixed to that edge of the window. Default: `inline`. */
  readonly position: 'inline' | 'top' | 'bottom';
  /**
   * `auto`: light or dark, as the page's `color-scheme` is. `breaking`: all in red. `minimal`: the
   * page's own text on the page's own ground. Default: `auto`.
   */
  readonly theme: 'auto' | 'breaking' | 'dark' | 'light' | 'minimal';
  /**
   * The language of the ticker's own words, BCP 47: ar, en, fa, fr, he, tr, ur; another one needs
   * `messages`. Headlines keep their own. Default: the channel's.
   */
  readonly lang: string | undefined;
  /** The direction of the band: `rtl` or `ltr`. Default: that of the language. */
  readonly dir: 'rtl' | 'ltr' | undefined;
  /** The digits of times, by their CLDR name: `latn`, `arab`, `arabext`. Default: the language's. */
  readonly digits: string | undefined;
  /** The ticker's own words as JSON, for a language that it does not speak. Default: none. */
  readonly messages: Readonly<Record<string, string>>;
  /**
   * Screen readers are interrupted for a new headline of urgency 1. Default: `false`, they say it when
   * they are done.
   */
  readonly assertive: boolean;
  /** Stands still until it is told to move, by its button or by `play()`. Default: `false`. */
  readonly paused: boolean;
}

export type SettingName = keyof TickerSettings;

/** Undefined: the attribute says nothing that can be used. */
type Reader<Value> = (text: string) => Value | undefined;

const anyText: Reader<string> = (text) => text;
const someText: Reader<string> = (text) => text.trim() || undefined;

function oneOf<const Choice extends string>(...choices: readonly Choice[]): Reader<Choice> {
  return (text) => choices.find((choice) => choice === text.trim().toLowerCase());
}

function between(least: number, most: number): Reader<number> {
  return (text) => {
    const value = text.trim() === '' ? NaN : Number(text);
    return value >= least && value <= most ? value : undefined;
  };
}

/** As in HTML an attribute without a value is true; but `paused="false"` means what it says. */
const flag: Reader<boolean> = (text) => {
  const said = oneOf('', 'true', 'false')(text);
  return said === undefined ? undefined : said !== 'false';
};

const language: Reader<string> = (text) => {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch {
    return undefined;
  }
};

const digits: Reader<string> = (text) =>
  language(`und-u-nu-${text}`) === undefined ? undefined : text;

const words: Reader<Readonly<Record<string, string>>> = (text) => {
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== 'object' || read === null) return undefined;
    return Object.fromEntries(
      Object.entries(read).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    );
  } catch {
    return undefined;
  }
};

const READERS: { readonly [Name in SettingName]: Reader<TickerSettings[Name] & {}> } = {
  hub: someText,
  channel: someText,
  mode: oneOf('scroll', 'step', 'list'),
  speed: between(10, 500),
  label: anyText,
  showTime: flag,
  showSource: flag,
  max: between(1, 100),
  position: oneOf('inline', 'top', 'bottom'),
  theme: oneOf('auto', 'breaking', 'dark', 'light', 'minimal'),
  lang: language,
  dir: oneOf('rtl', 'ltr'),
  digits,
  messages: words,
  assertive: flag,
  paused: flag,
};

export function defaultSettings(hub = location.origin): TickerSettings {
  return {
    hub,
    channel: 'breaking',
    mode: 'scroll',
    speed: 70,
    label: undefined,
    showTime: true,
    showSource: true,
    max: 100,
    position: 'inline',
    theme: 'auto',
    lang: undefined,
    dir: undefined,
    digits: undefined,
    messages: {},
    assertive: false,
    paused: false,
  };
}

/** By the name of the attribute: `show-time` sets `showTime`. */
export const ATTRIBUTES: ReadonlyMap<string, SettingName> = new Map(
  namesOf(READERS).map((name) => [name.replace(/[A-Z]/, (big) => `-${big.toLowerCase()}`), name]),
);

function namesOf(table: object): SettingName[] {
  return Object.keys(table).filter((name): name is SettingName => name in READERS);
}

/**
 * The settings with one changed. `text` is null where the attribute is gone; one that cannot be used
 * leaves the default and is told to `complain`.
 */
export function changed(
  settings: TickerSettings,
  name: SettingName,
  text: string | null,
  fallback: TickerSettings,
  complain: (fault: string) => void,
): TickerSettings {
  const value = text === null ? undefined : READERS[name](text);
  const isEmpty = text?.trim() === '';
  if (text !== null && value === undefined && !isEmpty) complain(`${name}="${text}" means nothing`);
  return { ...settings, [name]: value ?? fallback[name] };
}
