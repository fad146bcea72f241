/**
 * What all viewers of a channel were told, and what its publishers were promised, held against the
 * log as it is at the end. It knows nothing of how either came about.
 *
 * A log may have lost its end (a Redis that had not yet written it down, a replica that had not yet
 * got it). Then it must be of a new epoch, and what is missing must have been the end of the old one.
 */
import type { Position } from '../../shared/protocol.ts';
import type { Told } from '../support/told.ts';

interface Version {
  readonly id: string;
  readonly version: number;
}

export interface Evidence {
  /** Whole and in order, as a hub gives it. */
  readonly log: {
    readonly epoch: string;
    readonly entries: readonly { readonly seq: number; readonly headline: Version }[];
  };
  readonly acknowledged: readonly (Version & Position)[];
  readonly witnesses: readonly { readonly name: string; readonly told: readonly Told[] }[];
}

export interface Verdict {
  /** What should not be; a sentence each. */
  readonly faults: readonly string[];
  /** What was acknowledged and is not in the log. */
  readonly lost: readonly (Version & Position)[];
  /** All that anybody has heard of. */
  readonly epochs: readonly string[];
}

const nameOf = ({ id, version }: Version): string => `${id} v${version}`;
const placeOf = ({ epoch, seq }: Position): string => `${epoch}:${seq}`;

export function audit(evidence: Evidence): Verdict {
  const { log, acknowledged, witnesses } = evidence;
  const uses = usesOf(evidence);
  const inLog = new Map(log.entries.map(({ seq, headline }) => [nameOf(headline), seq]));
  const lost = acknowledged.filter((one) => !inLog.has(nameOf(one)));
  const faults = [
    ...uses.faults,
    ...faultsOfLog(evidence),
    ...faultsOfLosses(evidence, lost),
    ...acknowledged.flatMap((one) => {
      const seq = inLog.get(nameOf(one));
      const moved = seq !== undefined && seq !== one.seq;
      return moved ? [`${nameOf(one)} was acknowledged as ${placeOf(one)} and is at ${seq}`] : [];
    }),
    ...witnesses.flatMap(({ name, told }) =>
      [...faultsOfOrder(told), ...faultsOfBoards(told, uses.history, log.epoch)].map(
        (fault) => `${name}: ${fault}`,
      ),
    ),
  ];
  return { faults, lost, epochs: [...uses.history.keys()] };
}

interface Known {
  readonly seq: number;
  readonly version: number;
}
/** For each item the versions that are known, with their sequence. */
type Items = Map<string, Known[]>;

type History = Map<string, Items>;

/** W2: no place in the log is ever used for two entries. */
function usesOf({ log, acknowledged, witnesses }: Evidence): {
  faults: string[];
  history: History;
} {
  const faults: string[] = [];
  const history: History = new Map();
  const used = new Map<string, Version>();
  const itemsOf = (epoch: string): Items => {
    const items: Items = history.get(epoch) ?? new Map<string, Known[]>();
    history.set(epoch, items);
    return items;
  };
  const write = (place: Position, one: Version): void => {
    const known = used.get(placeOf(place));
    if (known && nameOf(known) !== nameOf(one)) {
      faults.push(`${placeOf(place)} is ${nameOf(known)} and also ${nameOf(one)}`);
    } else if (!known) {
      const items = itemsOf(place.epoch);
      items.set(one.id, [...(items.get(one.id) ?? []), { seq: place.seq, version: one.version }]);
    }
    used.set(placeOf(place), one);
  };

  for (const { seq, headline } of log.entries) write({ epoch: log.epoch, seq }, headline);
  for (const one of acknowledged) write(one, one);
  for (const one of witnesses.flatMap(({ told }) => told)) {
    const items = itemsOf(one.epoch);
    if (one.kind === 'snapshot') continue;
    const { headline } = one;
    const known = used.get(placeOf(one));
    // What an epoch that is over had at its end and nobody acknowledged, only those who were told of it know.
    if (!known) used.set(placeOf(one), headline);
    else if (known.id !== headline.id || !mayStandAt(one.seq, headline, items, known)) {
      faults.push(`${placeOf(one)} is ${nameOf(known)} and also ${nameOf(headline)}`);
    }
  }
  for (const [epoch, items] of history) faults.push(...faultsOfVersions(epoch, items));
  return { faults, history };
}

/** H9: an entry is told with its item as it stood there, or as it stands by a later entry. */
function mayStandAt(seq: number, { id, version }: Version, items: Items, known: Version): boolean {
  const written = items.get(id) ?? [];
  const isWritten = written.some((one) => one.seq >= seq && one.version === version);
  return isWritten || known.version === version;
}

/** H2: along an epoch, also one that is over, an item only gets newer. */
function faultsOfVersions(epoch: string, items: Items): string[] {
  return [...items].flatMap(([id, versions]) => {
    const inOrder = versions.toSorted((a, b) => a.seq - b.seq).map(({ version }) => version);
    const isSorted = inOrder.every((version, n) => n === 0 || version > (inOrder[n - 1] ?? 0));
    return isSorted ? [] : [`in ${epoch} ${id} has the versions ${inOrder.join(', ')}`];
  });
}

/** W2, P1: 1, 2, 3 …, each version of an item once and after the one before, and nothing unasked. */
function faultsOfLog({ log, acknowledged }: Evidence): string[] {
  const faults: string[] = [];
  const versions = new Map<string, number>();
  const asked = new Set(acknowledged.map(nameOf));
  for (const [index, { seq, headline }] of log.entries.entries()) {
    if (seq !== index + 1) faults.push(`the log has ${seq} at place ${index + 1}`);
    const before = versions.get(headline.id) ?? 0;
    if (headline.version !== before + 1) {
      faults.push(`the log has ${nameOf(headline)} after version ${before}`);
    }
    versions.set(headline.id, headline.version);
    if (!asked.has(nameOf(headline))) {
      faults.push(`the log has ${nameOf(headline)}, which nobody was told of`);
    }
  }
  return faults;
}

/** W3: what is missing was the end of its epoch, and that epoch is over. */
function faultsOfLosses({ log, acknowledged }: Evidence, lost: Verdict['lost']): string[] {
  const faults: string[] = [];
  const missing = new Set(lost.map(placeOf));
  for (const epoch of new Set(lost.map((one) => one.epoch))) {
    if (epoch === log.epoch) faults.push(`${epoch} goes on without ${lost.map(nameOf).join(', ')}`);
    const told = acknowledged.filter((one) => one.epoch === epoch).sort((a, b) => a.seq - b.seq);
    const from = told.findIndex((one) => missing.has(placeOf(one)));
    for (const one of told.slice(from)) {
      if (!missing.has(placeOf(one)))
        faults.push(`${placeOf(one)} is there, but not one before it`);
    }
  }
  return faults;
}

/** H2: no hole, no repeat, no way back; a board stands for all that came before it. */
function faultsOfOrder(told: readonly Told[]): string[] {
  const left = new Set<string>();
  const newest = new Map<string, number>();
  return told.flatMap((one, index) => {
    const before = told[index - 1];
    if (before && before.epoch !== one.epoch) left.add(before.epoch);
    const faults = follows(one, before) ? [] : [`${kindOf(one)} after ${kindOf(before)}`];
    faults.push(...faultsOfAge(one, newest));
    return left.has(one.epoch) ? [...faults, `${placeOf(one)}, whose epoch was over`] : faults;
  });
}

/** Along an epoch the entries of an item only get newer. */
function faultsOfAge(one: Told, newest: Map<string, number>): string[] {
  if (one.kind === 'snapshot') return [];
  const { id, version } = one.headline;
  const key = `${one.epoch} ${id}`;
  const before = newest.get(key) ?? 0;
  newest.set(key, version);
  return version < before ? [`${placeOf(one)} has ${id} v${version} after v${before}`] : [];
}

function follows(one: Told, before: Told | undefined): boolean {
  const continues = before?.epoch === one.epoch;
  if (one.kind === 'snapshot') return !continues || one.seq >= before.seq;
  return continues && one.seq === before.seq + 1;
}

function kindOf(one: Told | undefined): string {
  return one ? `${one.kind} ${placeOf(one)}` : 'nothing';
}

/** H2: a board shows of each item the last version that its place in the log knows. */
function faultsOfBoards(told: readonly Told[], history: History, present: string): string[] {
  return told.flatMap((one) => {
    if (one.kind === 'entry') return [];
    return one.headlines.flatMap(({ id, version }) => {
      const known = history.get(one.epoch)?.get(id) ?? [];
      const last = known.reduce((most, { seq, version: of }) => {
        return seq <= one.seq ? Math.max(most, of) : most;
      }, 0);
      // What an epoch that is over held at its beginning, nobody can say any more.
      const isWrong = one.epoch === present ? last !== version : last > version;
      return isWrong ? [`the board of ${placeOf(one)} has ${id} v${version}`] : [];
    });
  });
}
