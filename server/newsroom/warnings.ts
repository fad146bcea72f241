/** What an editor should look at before a headline goes out. Warnings are no walls: nothing of it forbids anything. */
import type { Channel } from '../../shared/channel.ts';
import type { Draft } from '../../shared/draft.ts';
import { countCharacters } from '../../shared/headline.ts';
import { ALIKE, likeness } from '../../shared/likeness.ts';
import type { Wire } from '../wire/wire.ts';
import type { Links } from './links.ts';
import { recentOf } from './recent.ts';

export const WARNINGS = [
  ...(['similar', 'long_90', 'long_120', 'capitals'] as const),
  ...(['other_language', 'no_link', 'dead_link'] as const),
] as const;

export interface Warning {
  readonly code: (typeof WARNINGS)[number];
  /** Of the headline that it is like. */
  readonly id?: string;
  /** From 0 to 1. */
  readonly likeness?: number;
  readonly characters?: number;
  /** What the link answered, where it answered. */
  readonly status?: number;
}

export interface Checkable extends Pick<Draft, 'headline'> {
  readonly url?: string | undefined;
}

export type Check = (channel: Channel, draft: Checkable) => Promise<Warning[]>;

export interface CheckPorts {
  readonly wire: Pick<Wire, 'read'>;
  /** undefined: links are not looked at. */
  readonly links: Links | undefined;
  readonly now: () => number;
}

/** ms that a headline is remembered for. */
const DAY = 86_400_000;
/** Headlines that one is compared with: some 20 ms of work. */
const COMPARED = 500;
/** Headlines like it that are told of. */
const TOLD = 3;
/** Phones cut off a notification somewhere between the two. */
const LONG = [120, 90] as const;

export function createCheck({ wire, links, now }: CheckPorts): Check {
  async function similar({ name }: Channel, { headline }: Checkable): Promise<Warning[]> {
    const recent = await recentOf(wire, name, now() - DAY, COMPARED);
    return recent
      .flatMap((one) =>
        one.pubStatus === 'usable'
          ? [{ id: one.id, likeness: likeness(headline, one.headline) }]
          : [],
      )
      .filter((one) => one.likeness >= ALIKE)
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, TOLD)
      .map((one) => ({ code: 'similar', ...one }));
  }

  async function link({ url }: Checkable): Promise<Warning[]> {
    if (url === undefined) return [{ code: 'no_link' }];
    const found = await links?.look(url);
    if (found?.state !== 'dead') return [];
    const { status } = found;
    return [{ code: 'dead_link', ...(status === undefined ? {} : { status }) }];
  }

  return async (channel, draft) => {
    const [alike, linked] = await Promise.all([similar(channel, draft), link(draft)]);
    return [...alike, ...wordsOf(draft.headline, channel.language), ...linked];
  };
}

function wordsOf(text: string, language: string): Warning[] {
  const characters = countCharacters(text);
  const long = LONG.find((most) => characters >= most);
  return [
    ...(long === undefined ? [] : [{ code: `long_${long}` as const, characters }]),
    ...(isShouted(text) ? [{ code: 'capitals' as const }] : []),
    ...(isForeign(text, language) ? [{ code: 'other_language' as const }] : []),
  ];
}

/** Most of what could be small is large; «NATO» alone is not. */
function isShouted(text: string): boolean {
  const large = text.match(/\p{Lu}/gu)?.length ?? 0;
  const small = text.match(/\p{Ll}/gu)?.length ?? 0;
  return large >= 10 && large > 2 * small;
}

/** Scripts of languages that are written in several, or that Unicode calls otherwise. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  Hans: ['Hani'],
  Hant: ['Hani'],
  Jpan: ['Hani', 'Hira', 'Kana'],
  Kore: ['Hang', 'Hani'],
};

/** Less than half of the letters are of the language's script. */
function isForeign(text: string, language: string): boolean {
  const script = new Intl.Locale(language).maximize().script ?? '';
  const names = SCRIPTS[script] ?? [script];
  const letters = text.match(/\p{L}/gu) ?? [];
  try {
    const own = new RegExp(`[${names.map((name) => `\\p{scx=${name}}`).join('')}]`, 'u');
    return letters.filter((letter) => own.test(letter)).length * 2 < letters.length;
  } catch {
    // A script that this version of Unicode does not know.
    return false;
  }
}
