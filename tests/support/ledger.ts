/** What a viewer of a channel was told, held against the log: every packet, as it comes. */
import { createChannel } from '../../client/feed/channel.ts';
import type { Headline } from '../../shared/headline.ts';
import type { Entries, Position, Snapshot } from '../../shared/protocol.ts';

export class Ledger {
  /** What should not have come. */
  readonly faults: string[] = [];
  position: Position | null = null;
  /** Only a board helps: entries did not tell of all that has changed. */
  isOutdated = false;
  /** How often it was told several entries at once. */
  runs = 0;
  /** How often it was told just what it had missed. */
  returns = 0;
  readonly #view = createChannel();
  readonly #log: readonly Headline[];

  /** Entry 1 first. */
  constructor(log: readonly Headline[]) {
    this.#log = log;
  }

  /** Of what a page would show now. */
  get ids(): string[] {
    return this.#headlines().map(({ id }) => id);
  }

  get shown(): string[] {
    return this.#headlines().map(({ id, version }) => `${id} v${version}`);
  }

  #headlines() {
    return this.#view.view(Date.now())?.headlines ?? [];
  }

  /** An event of the hub, as it stands in its packet. */
  take(text: string): void {
    // What matters of it is compared below.
    const told = JSON.parse(text) as ['snapshot', Snapshot] | ['entries', Entries] | ['closed'];
    if (told[0] === 'snapshot') this.#snapshot(told[1]);
    else if (told[0] === 'entries') this.#entries(told[1]);
    else this.faults.push(`came: ${text}`);
  }

  #snapshot(snapshot: Snapshot): void {
    const { epoch, seq, headlines } = snapshot;
    if (this.position && seq < this.position.seq) {
      this.faults.push(`a board of ${seq} after ${this.position.seq}`);
    }
    const known = this.#log.slice(0, seq);
    for (const { id, version } of headlines) {
      const last = known.findLast((one) => one.id === id);
      if (last?.version !== version) this.faults.push(`a board of ${seq} with ${id} v${version}`);
    }
    this.position = { epoch, seq };
    this.isOutdated = false;
    this.#view.reset(snapshot);
  }

  /** The item of that entry, as it stood there or at a later one. */
  #isOf({ id, version }: Pick<Headline, 'id' | 'version'>, seq: number): boolean {
    const here = this.#log[seq - 1];
    return (
      here?.id === id &&
      this.#log.slice(seq - 1).some((one) => one.id === id && one.version === version)
    );
  }

  #entries(told: Entries): void {
    for (const { seq, headline } of told.entries) {
      const before = this.position?.seq;
      if (before === undefined || seq !== before + 1) {
        this.faults.push(`entry ${seq} after ${before ?? '-'}`);
      }
      if (!this.#isOf(headline, seq)) {
        this.faults.push(`entry ${seq} is ${headline.id} v${headline.version}`);
      }
      this.position = { epoch: told.epoch, seq };
    }
    if (told.outline && told.entries.length > 0) this.returns += 1;
    else if (told.entries.length > 1) this.runs += 1;
    this.isOutdated = !this.#view.apply(told, Date.now());
  }
}
