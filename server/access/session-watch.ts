/** Tells those who keep something open for a session that it has ended, on whichever node. */
import type { Store } from '../store/store.ts';

export interface SessionWatch {
  watch(id: string, ended: () => void): () => void;
  stop(): void;
}

export interface SessionWatchPorts {
  readonly store: Pick<Store, 'watch'>;
  /** The ids of all that are open now. */
  readonly open: () => Promise<ReadonlySet<string>>;
  /** ms between two looks: one that nobody uses ends without a change of the store. */
  readonly look: number;
}

/** Resolves when it listens. */
export async function openSessionWatch(ports: SessionWatchPorts): Promise<SessionWatch> {
  const { store, open, look } = ports;
  const listeners = new Map<string, Set<() => void>>();
  let isReading = false;
  let isStale = false;

  function tell(living: ReadonlySet<string>, asked: readonly string[]): void {
    for (const id of asked) {
      if (living.has(id)) continue;
      const told = listeners.get(id) ?? [];
      listeners.delete(id);
      for (const ended of told) ended();
    }
  }

  async function check(): Promise<void> {
    isStale = true;
    // What comes during a look makes for another one: nothing is told from before the change.
    if (isReading) return;
    isReading = true;
    try {
      while (isStale && listeners.size > 0) {
        isStale = false;
        const asked = [...listeners.keys()];
        tell(await open(), asked);
      }
    } catch {
      // The store is away; it tells when it is back, and the next look asks again.
    } finally {
      isReading = false;
    }
  }

  const timer = setInterval(() => void check(), look).unref();
  await store.watch((kinds) => {
    if (kinds.includes('session') || kinds.includes('account')) void check();
  });

  return {
    watch(id, ended) {
      const told = listeners.get(id) ?? new Set();
      listeners.set(id, told.add(ended));
      // It may have ended since whoever asks has read it.
      void check();
      return () => {
        told.delete(ended);
        if (told.size === 0 && listeners.get(id) === told) listeners.delete(id);
      };
    },
    stop() {
      clearInterval(timer);
      listeners.clear();
    },
  };
}
