/** What the bench has started and must end, whatever becomes of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Leftovers {
  readonly disposed: boolean;
  /** Held from before it has started, so that an interruption in the middle finds it as well. */
  hold<T>(start: () => Promise<T>, end: (started: T) => Promise<unknown>): Promise<T>;
  folder(): Promise<string>;
  dispose(): Promise<void>;
}

export function createLeftovers(): Leftovers {
  const stack = new AsyncDisposableStack();

  async function hold<T>(
    start: () => Promise<T>,
    end: (started: T) => Promise<unknown>,
  ): Promise<T> {
    if (stack.disposed) throw new Error('The bench was interrupted');
    const starting = start();
    stack.defer(async () => {
      await starting.then(end, () => undefined);
    });
    return starting;
  }

  return {
    get disposed() {
      return stack.disposed;
    },
    hold,
    folder: () =>
      hold(
        () => mkdtemp(join(tmpdir(), 'ajil-bench-')),
        (folder) => rm(folder, { recursive: true, force: true }),
      ),
    dispose: () => stack.disposeAsync(),
  };
}
