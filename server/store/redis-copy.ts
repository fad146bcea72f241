/** A node's copy of the store: what it knows of it, to put back what Redis lost. */
import { pairsOf } from './redis-script.ts';
import { KINDS, type Kind } from './store.ts';

/** One change as it is told: kind, id, and the record as JSON, or '' where it was taken away. */
export type Told = readonly [kind: Kind, id: string, json: string];

export interface Copy {
  /** Of the store; '' where it was never filled. */
  readonly id: string;
  readonly revision: number;
  /** Takes what was told; false where something before it was not heard, and all must be read anew. */
  take(id: string, revision: number, changes: readonly Told[]): boolean;
  /** For PUT_BACK: which of its keys, field, value of every record. */
  fields(): string[];
}

/** `replies` are the hashes of the kinds, in their order: fields and values in turns. */
export function createCopy(
  id: string,
  revision: number,
  replies: readonly (readonly string[])[],
): Copy {
  const hashes = KINDS.map((kind, at) => ({ kind, of: new Map(pairsOf(replies[at] ?? [])) }));
  let current = revision;

  return {
    id,
    get revision() {
      return current;
    },
    take(whose, next, changes) {
      if (whose !== id || next > current + 1) return false;
      // It was read before it was heard.
      if (next <= current) return true;
      current = next;
      for (const [kind, field, json] of changes) {
        const hash = hashes.find((one) => one.kind === kind)?.of;
        if (json === '') hash?.delete(field);
        else hash?.set(field, `${next} ${json}`);
      }
      return true;
    },
    fields() {
      // KEYS[1] is the state.
      return hashes.flatMap(({ of }, at) =>
        [...of].flatMap(([field, value]) => [String(at + 2), field, value]),
      );
    },
  };
}
