/**
 * A viewer of one channel who trusts nobody: it holds every packet against the log. It comes by WebSocket or by polling, upgrades, stops reading, and comes
 * back with its position, all without waiting: what a test does next happens in the middle of it.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Headline } from '../../shared/headline.ts';
import type { Acknowledgement } from '../../shared/protocol.ts';
import { Ledger } from './ledger.ts';
import { openLine, type Line } from './line.ts';
import type { TestNode } from './node.ts';
import { openPoll, type Poll } from './poll.ts';

export type Route = 'websocket' | 'polling';

export interface Watched {
  readonly node: TestNode;
  readonly channel: string;
  /** Entry 1 first. */
  readonly log: readonly Headline[];
}

export class Watcher {
  readonly ledger: Ledger;
  /** Whether a connection is wanted: it may be on its way, or lost. */
  isHere = false;
  isLost = false;
  /** Of the channel, as the hub has acknowledged it. */
  isIn = false;
  upgrades = 0;
  readonly #watched: Watched;
  /** Told apart by it: what still comes over an earlier connection is nobody's business. */
  #visit = 0;
  #line: Line | undefined;
  #poll: Poll | undefined;
  #isReading = false;
  #isBlocked = false;
  #isUpgrading = false;
  /** Polling takes one request after the other. */
  #sending: Promise<unknown> = Promise.resolve();
  #asked: ('subscribe' | 'unsubscribe')[] = [];
  #isLetIn = false;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.ledger = new Ledger(watched.log);
  }

  /** Asks for what it still needs. */
  settle(): void {
    if (this.#asked.length > 0 || !this.#isLetIn) return;
    if (!this.isIn || this.ledger.isOutdated) this.ask('subscribe');
  }

  /** Up to date, with no question open. */
  get isSettled(): boolean {
    const { log } = this.#watched;
    return this.isIn && this.#asked.length === 0 && this.ledger.position?.seq === log.length;
  }

  /** For who wants to know why it is not settled. */
  get state(): string {
    const signs = [
      this.#poll ? 'polls' : this.#line ? 'has a line' : 'has nothing',
      ...(this.isLost ? ['lost'] : []),
      ...(this.#isLetIn ? [] : ['not let in']),
      ...(this.isIn ? [] : ['not in']),
      ...(this.#isUpgrading ? ['upgrading'] : []),
      `at ${this.ledger.position?.seq ?? '-'}`,
    ];
    return [...signs, ...this.#asked].join(', ');
  }

  come(route: Route): void {
    this.isHere = true;
    this.isLost = this.isIn = this.#isLetIn = this.#isBlocked = this.#isUpgrading = false;
    this.#asked = [];
    this.#visit += 1;
    if (route === 'websocket') void this.#openLine(this.#visit);
    else void this.#openPoll(this.#visit);
  }

  leave(isPolite: boolean): void {
    this.unblock();
    if (isPolite && this.#isLetIn) this.#send('1');
    this.isHere = false;
    this.#visit += 1;
    this.#line?.close();
    const poll = this.#poll;
    // The farewell goes by a request of its own.
    void this.#sending.finally(() => poll?.close());
    this.#line = this.#poll = undefined;
  }

  /** From now on its network takes nothing. */
  block(): void {
    if (this.#isBlocked) return;
    this.#isBlocked = true;
    if (this.#line) this.#tcp()?.cork();
  }

  unblock(): void {
    if (!this.#isBlocked) return;
    this.#isBlocked = false;
    if (this.#line) this.#tcp()?.uncork();
  }

  ask(event: 'subscribe' | 'unsubscribe'): void {
    if (!this.#isLetIn || this.#isUpgrading || this.#asked.length > 5) return;
    // Who is in already and names a position asks for a repeat.
    const isOut = !this.isIn && this.#asked.length === 0;
    const position = event === 'subscribe' && isOut ? { position: this.ledger.position } : {};
    this.#asked.push(event);
    const asked = { channel: this.#watched.channel, ...position };
    this.#send(`420${JSON.stringify([event, asked])}`);
  }

  async upgrade(): Promise<void> {
    const poll = this.#poll;
    if (!poll || !this.#isLetIn || this.#isUpgrading || this.#isBlocked) return;
    this.#isUpgrading = true;
    const visit = this.#visit;
    const probe = { isAnswered: false };
    const line = await openLine(this.#watched.node.url, {
      path: poll.upgradePath,
      onPacket: (packet) => {
        if (packet === '3probe') probe.isAnswered = true;
        else this.#hear(packet, visit);
      },
    });
    line.send('2probe');
    // What a poll brings comes first; there is none after the probe.
    const isReady = () => (probe.isAnswered && !this.#isReading) || line.closed;
    while (!isReady() && visit === this.#visit) await turn();
    await this.#sending;
    if (visit !== this.#visit) {
      line.close();
      return;
    }
    this.#line = line;
    this.#poll = undefined;
    line.send('5');
    this.upgrades += 1;
    this.#isUpgrading = false;
    void this.#watch(line, visit);
  }

  async #openLine(visit: number): Promise<void> {
    const { url } = this.#watched.node;
    const line = await openLine(url, { onPacket: (packet) => this.#hear(packet, visit) });
    if (visit !== this.#visit) {
      line.close();
      return;
    }
    this.#line = line;
    void this.#watch(line, visit);
  }

  async #watch(line: Line, visit: number): Promise<void> {
    await line.ended;
    if (visit === this.#visit) this.isLost = true;
  }

  async #openPoll(visit: number): Promise<void> {
    const poll = await openPoll(this.#watched.node.url);
    if (visit !== this.#visit) {
      poll.close();
      return;
    }
    this.#poll = poll;
    this.#hear('0', visit);
    while (visit === this.#visit && this.#poll === poll && !this.isLost) {
      if (this.#isBlocked || this.#isUpgrading) {
        await turn();
        continue;
      }
      this.#isReading = true;
      const packets = await poll.read();
      this.#isReading = false;
      if (packets.length === 0 && visit === this.#visit) this.isLost = true;
      for (const packet of packets) this.#hear(packet, visit);
    }
  }

  #tcp() {
    return this.#watched.node.tcp.get(this.#line?.port);
  }

  #send(packet: string): void {
    const poll = this.#poll;
    if (poll) this.#sending = this.#sending.then(() => poll.send(packet));
    else this.#line?.send(packet);
  }

  #hear(packet: string, visit: number): void {
    if (visit !== this.#visit) return;
    if (packet.startsWith('0')) {
      // Right away, while the greeting is still being heard: the line is set a moment later.
      const connect = `40${JSON.stringify({ channels: { [this.#watched.channel]: this.ledger.position } })}`;
      void turn().then(() => {
        if (visit === this.#visit) this.#send(connect);
      });
    } else if (packet.startsWith('40')) {
      this.#isLetIn = this.isIn = true;
    } else if (packet.startsWith('430')) this.#answered(packet.slice(3));
    else if (packet.startsWith('42')) this.#told(packet.slice(2));
    else if (packet === '2') this.#send('3');
    else if (packet === '1') this.isLost = true;
    else if (packet !== '6') this.ledger.faults.push(`came: ${packet}`);
  }

  #answered(text: string): void {
    const [answer = {}] = JSON.parse(text) as [Acknowledgement?];
    const event = this.#asked.shift();
    this.isIn = event === 'subscribe';
    if (answer.problem) this.ledger.faults.push(`a refusal: ${text}`);
    if (event !== 'subscribe') return;
    const { seq } = this.ledger.position ?? {};
    if (answer.seq !== seq)
      this.ledger.faults.push(`the answer says ${answer.seq ?? '-'}, told: ${seq ?? '-'}`);
  }

  #told(text: string): void {
    const { ledger } = this;
    if (!this.isIn && this.#asked[0] !== 'subscribe') ledger.faults.push(`unasked: ${text}`);
    ledger.take(text);
    if (ledger.isOutdated) this.ask('subscribe');
  }
}
