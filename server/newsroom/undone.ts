/**
 * What was taken back is remembered for a day, since a send that comes after its own undo must not bring it to life.
 * Every node forgets it then: whichever looks first leaves the others nothing to do.
 */
import { UNDONE } from '../store/records.ts';
import { openShelf } from '../store/shelf.ts';
import type { Store } from '../store/store.ts';

export interface UndonePorts {
  readonly store: Store;
  readonly now: () => number;
  /** Told what could not be read or removed; the next look tries again. */
  readonly failed: (error: unknown) => void;
}

/** ms that is remembered what was taken back. */
export const UNDONE_KEPT = 86_400_000;
/** ms between two looks. */
export const UNDONE_LOOK = 3_600_000;

/** Looks now and every hour, until it is stopped. */
export function forgetUndone({ store, now, failed }: UndonePorts): () => void {
  const undone = openShelf(store, UNDONE);

  async function look(): Promise<void> {
    const oldest = now() - UNDONE_KEPT;
    const old = (await undone.all()).filter(({ value }) => Date.parse(value.at) < oldest);
    if (old.length > 0) await store.write(old.map(({ value }) => undone.remove(value.id)));
  }

  const sweep = (): void => void look().catch(failed);
  const timer = setInterval(sweep, UNDONE_LOOK).unref();
  sweep();
  return () => clearInterval(timer);
}
