/** The list beside the composer: what is held, up, being checked, and gone. Pure. */
import type { Headline, UsableHeadline } from '../../../shared/headline.ts';
import type { Held, Sending } from '../../../shared/held.ts';
import { haveSameWords } from '../../../shared/placement.ts';
import { plain } from '../../../shared/likeness.ts';
import type { Entry } from '../../../shared/protocol.ts';

export const ROW_KINDS = ['held', 'up', 'withheld', 'gone'] as const;
export type RowKind = (typeof ROW_KINDS)[number];

export interface Row {
  /** Of the row; a held correction stands beside the headline that it corrects. */
  readonly key: string;
  readonly kind: RowKind;
  /** Its words as far as they are known; '' where they are not. */
  readonly text: string;
  /** On the board, or when it last was. */
  readonly headline?: UsableHeadline | undefined;
  /** The last version, whatever it is. */
  readonly last?: Headline | undefined;
  readonly held?: Held;
  /** All that are known and differ in words, oldest first: a move is no version of them. */
  readonly versions: readonly Headline[];
}

export interface Known {
  readonly held: readonly Held[];
  /** In its order. */
  readonly board: readonly UsableHeadline[];
  /** The last part of the log, oldest first. */
  readonly recent: readonly Entry[];
}

export function rowsOf({ held, board, recent }: Known): Row[] {
  const histories = historiesOf(recent);
  const known = (id: string) => histories.get(id) ?? [];
  const waiting = [...held]
    .sort((a, b) => a.due.localeCompare(b.due))
    .map((one) => heldRow(one, board, known));
  const up = board.map((headline): Row => ({
    key: headline.id,
    kind: 'up',
    text: headline.headline,
    headline,
    last: headline,
    versions: known(headline.id),
  }));
  const onBoard = new Set(board.map(({ id }) => id));
  const others = [...histories]
    .filter(([id]) => !onBoard.has(id))
    .map(([, versions]) => pastRow(versions))
    .filter((row) => row !== undefined)
    .sort((a, b) => (b.last?.versionCreated ?? '').localeCompare(a.last?.versionCreated ?? ''));
  const withheld = others.filter(({ kind }) => kind === 'withheld');
  return [...waiting, ...withheld, ...up, ...others.filter(({ kind }) => kind === 'gone')];
}

function heldRow(
  held: Held,
  board: readonly UsableHeadline[],
  known: (id: string) => readonly Headline[],
): Row {
  const { sending } = held;
  const key = `held ${held.id}`;
  if (sending.what === 'publish') {
    return { key, kind: 'held', text: sending.draft.headline, held, versions: [] };
  }
  const headline = board.find(({ id }) => id === sending.item);
  const text = sending.correction.headline ?? headline?.headline ?? '';
  return { key, kind: 'held', text, held, headline, versions: known(sending.item) };
}

function pastRow(versions: readonly Headline[]): Row | undefined {
  const last = versions.at(-1);
  if (!last) return undefined;
  const headline = versions.findLast((one) => one.pubStatus === 'usable');
  const kind = last.pubStatus === 'withheld' ? 'withheld' : 'gone';
  return { key: last.id, kind, text: headline?.headline ?? '', headline, last, versions };
}

/** By item, in the order of their first versions. */
function historiesOf(recent: readonly Entry[]): Map<string, Headline[]> {
  const histories = new Map<string, Headline[]>();
  for (const { headline } of recent) {
    const versions = histories.get(headline.id) ?? [];
    const before = versions.at(-1);
    const isNewer = (before?.version ?? 0) < headline.version;
    if (isNewer && !(before && haveSameWords(before, headline))) versions.push(headline);
    histories.set(headline.id, versions);
  }
  return histories;
}

/** The version whose words it shows. */
export function shownVersion({ versions, last }: Row): Headline | undefined {
  return versions.at(-1) ?? last;
}

/** What stands under one heading: what waits and is checked, what is pinned, and all the rest. */
export type Groups = Readonly<Record<'above' | 'pinned' | 'below', readonly Row[]>>;

/** `stays`: the row in which somebody writes. It stays in its group, whatever becomes of it, with what is written. */
export function groupsOf(rows: readonly Row[], before?: Groups, stays?: string): Groups {
  const groups = { above: [] as Row[], pinned: [] as Row[], below: [] as Row[] };
  for (const row of rows) {
    const kept = before && row.key === stays ? groupWith(before, row.key) : undefined;
    groups[kept ?? groupFor(row)].push(row);
  }
  return groups;
}

function groupWith({ above, pinned, below }: Groups, key: string): keyof Groups | undefined {
  const is = (row: Row) => row.key === key;
  return above.some(is)
    ? 'above'
    : pinned.some(is)
      ? 'pinned'
      : below.some(is)
        ? 'below'
        : undefined;
}

function groupFor(row: Row): keyof Groups {
  if (row.kind === 'held' || row.kind === 'withheld') return 'above';
  return isPinned(row) ? 'pinned' : 'below';
}

export function isPinned({ kind, headline }: Row): boolean {
  return kind === 'up' && headline?.pinned === true;
}

/** The words that a sending would show; '' where a correction leaves them. */
export function textOf(sending: Sending): string {
  return sending.what === 'publish' ? sending.draft.headline : (sending.correction.headline ?? '');
}

/** Why one that is gone is gone. */
export function endOf({ last, headline }: Row, now: number): 'withdrawn' | 'expired' | 'off' {
  if (last?.pubStatus === 'canceled') return 'withdrawn';
  return Date.parse(headline?.expires ?? '') <= now ? 'expired' : 'off';
}

/** Whatever letters the search is written in, see `plain`. */
export function isFound({ text, headline }: Row, search: string): boolean {
  const wanted = plain(search);
  if (wanted === '') return true;
  return plain(`${text} ${headline?.source ?? ''}`).includes(wanted);
}

/** Of the board, newer than so many minutes: what a recall would withdraw. */
export function countWithin(rows: readonly Row[], minutes: number, now: number): number {
  const from = now - minutes * 60_000;
  return rows.filter(
    ({ kind, headline, versions }) =>
      (kind === 'up' || kind === 'withheld') &&
      Date.parse((headline ?? versions[0])?.firstCreated ?? '') >= from,
  ).length;
}

/** Minutes and seconds until then, `1:05`; undefined when it is over. */
export function countdown(due: string, now: number): string | undefined {
  const left = Math.ceil((Date.parse(due) - now) / 1_000);
  if (!(left > 0)) return undefined;
  const [hours, minutes, seconds] = [
    Math.floor(left / 3_600),
    Math.floor(left / 60) % 60,
    left % 60,
  ];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
