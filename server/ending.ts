/**
 * How a process ends. SIGTERM lets the viewers leave one after another; asked again, or by Ctrl-C, it
 * ends at once.
 */
export interface Ending {
  /** Lets the viewers leave one after another; resolves when they have, or once `close` is called. */
  drain(): Promise<void>;
  /** Ends now. Once more, it is the same end. */
  close(): Promise<void>;
}

export interface EndingPorts {
  readonly hub: Ending;
  readonly on: (signal: 'SIGTERM' | 'SIGINT', act: () => void) => void;
  readonly exit: (code: number) => void;
  readonly now: () => number;
}

/** ms within which a second SIGTERM is the first one again: supervisors and npm both pass it on. */
const ECHO = 1_000;
/** ms for all that is left to do once the viewers are gone; then it was not done, and the code says so. */
const LIMIT = 12_000;

export function endOnSignals({ hub, on, exit, now }: EndingPorts): void {
  let asked: number | undefined;

  function close(): void {
    setTimeout(exit, LIMIT, 1);
    void hub.close().then(() => exit(0));
  }

  on('SIGTERM', () => {
    const since = asked === undefined ? undefined : now() - asked;
    asked ??= now();
    if (since === undefined) void hub.drain().then(close);
    else if (since > ECHO) close();
  });
  on('SIGINT', close);
}

/** A stack that is disposed of a second time says that it is done before it is. */
export function closeOnce(opened: AsyncDisposableStack): () => Promise<void> {
  let closed: Promise<void> | undefined;
  return () => (closed ??= opened.disposeAsync());
}
