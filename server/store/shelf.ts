/** The records of one kind, as what they mean. */
import type { z } from 'zod';
import type { Change, Kind, Store } from './store.ts';

export interface Standing<Value> {
  readonly value: Value;
  readonly revision: number;
}

/** Every method rejects with `wire_unavailable` while the store is out of reach. */
export interface Shelf<Value> {
  /** By id. */
  all(): Promise<Standing<Value>[]>;
  find(id: string): Promise<Standing<Value> | undefined>;
  /** The changes to hand to `Store.write`, alone or with others. */
  put(value: Value, expected?: Change['expected']): Change;
  remove(id: string, expected?: Change['expected']): Change;
}

export interface Shape<Value> {
  readonly kind: Kind;
  readonly idOf: (value: Value) => string;
  /** Also of what an older version of the hub wrote: a field that came later needs a default. */
  readonly schema: z.ZodType<Value>;
}

export function openShelf<Value>(
  store: Pick<Store, 'all' | 'find'>,
  { kind, idOf, schema }: Shape<Value>,
): Shelf<Value> {
  const read = ({ json, revision }: { json: string; revision: number }): Standing<Value> => ({
    value: schema.parse(JSON.parse(json)),
    revision,
  });
  const change = (id: string, json: string | null, expected: Change['expected']): Change => ({
    kind,
    id,
    json,
    ...(expected === undefined ? {} : { expected }),
  });

  return {
    async all() {
      return (await store.all(kind)).map(read);
    },
    async find(id) {
      const kept = await store.find(kind, id);
      return kept && read(kept);
    },
    put: (value, expected) => change(idOf(value), JSON.stringify(value), expected),
    remove: (id, expected) => change(id, null, expected),
  };
}
