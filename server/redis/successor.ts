/**
 * A client that is there as long as anyhow possible: when it fails, another is opened and takes its place.
 */
import type { Log } from '../telemetry/log.ts';
import { within } from './deadline.ts';
import type { Failed } from './topology.ts';

export interface Successor<Client> {
  readonly current: Client;
  /** Clients that took another's place. */
  readonly successions: number;
  /** `failed` is no longer good; told about one that was replaced already, this does nothing. */
  replace(failed: Client, cause: Error): void;
  close(): void;
}

export interface SuccessorPorts<Client> {
  /** For the log: which of the connections. */
  readonly name: string;
  /** Opens one, ready to be used; `failed` tells what became of it later. */
  open(failed: Failed): Promise<Client>;
  /** Also one that has ended already. */
  end(client: Client): void;
  /** It may have failed in part, as of a Cluster when one master is away: it goes on until it is replaced. */
  readonly staysInPart: boolean;
  /** `client` has taken the place of `former`, which is to be ended. */
  succeeded(client: Client, former: Client): void;
  readonly log: Log;
  /** From 0 up to 1; spreads the attempts of many nodes. */
  readonly random: () => number;
}

/** ms between two attempts; a hub must be current within 2 s of Redis's return. */
const RETRY = { least: 50, most: 500 };
/** ms for one attempt: a server that accepts connections may still say nothing. */
const OPENING = 1_500;
/** ms after which a client's failure counts as a first one again. */
const STEADY = 5_000;

/** Rejects where the first client cannot be opened. */
export async function openSuccessor<Client>(
  ports: SuccessorPorts<Client>,
): Promise<Successor<Client>> {
  const { name, log, random } = ports;
  let isClosed = false;
  let failures = 0;
  let successions = 0;
  let since = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let current: Client = await openOne();

  async function openOne(): Promise<Client> {
    const opened: { client?: Client } = {};
    // What fails while it is being opened shows in the opening.
    const opening = ports.open((cause) => {
      if (opened.client !== undefined) replace(opened.client, cause);
    });
    const client = await within(OPENING, opening, ports.end);
    opened.client = client;
    since = performance.now();
    return client;
  }

  function replace(failed: Client, cause: Error): void {
    if (isClosed || timer !== undefined || failed !== current) return;
    if (performance.now() - since > STEADY) failures = 0;
    if (failures === 0) log.warn({ connection: name, why: cause.message }, 'redis is away');
    // From now on whoever asks it is refused at once, and does not wait in vain.
    if (!ports.staysInPart) ports.end(failed);
    succeedSoon();
  }

  function succeedSoon(): void {
    if (isClosed) return;
    const delay = Math.min(RETRY.most, RETRY.least * 2 ** failures) * (0.5 + random() / 2);
    failures += 1;
    timer = setTimeout(() => {
      openOne().then(succeed, succeedSoon);
    }, delay);
  }

  function succeed(client: Client): void {
    timer = undefined;
    if (isClosed) {
      ports.end(client);
      return;
    }
    const former = current;
    current = client;
    successions += 1;
    log.info({ connection: name, attempts: failures }, 'redis is back');
    ports.succeeded(client, former);
  }

  return {
    get current() {
      return current;
    },
    get successions() {
      return successions;
    },
    replace,
    close() {
      isClosed = true;
      clearTimeout(timer);
      ports.end(current);
    },
  };
}
