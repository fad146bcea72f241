/** Moving what is pinned: seen here at once, sent in the order in which it was done, and back where it is refused. */
import type { UsableHeadline } from '../../../shared/headline.ts';
import type { ConsoleModel } from '../console.svelte.ts';
import type { Answer, Refusal } from '../hub.ts';
import type { Deeds, Sent } from './deeds.ts';
import { movesFor, type Asked, type Move } from './ordering.ts';

/** What was done, for those who do not see it. */
export type Told =
  | { readonly kind: 'moved'; readonly text: string; readonly at: number; readonly of: number }
  | { readonly kind: 'refused'; readonly text: string };

export interface OrderPorts {
  readonly console: ConsoleModel;
  readonly deeds: Deeds;
  /** What was asked for, by the id of the headline: it is seen at once. */
  readonly asked: Map<string, Asked>;
  /** The pinned headlines as they are seen, first to last. */
  readonly pinned: () => readonly UsableHeadline[];
  readonly refused: (refusal: Refusal | undefined) => void;
  /** Reads the board anew. */
  readonly read: () => Promise<void>;
}

export class OrderModel {
  readonly #ports: OrderPorts;
  told = $state.raw<Told>();
  #last: Promise<void> = Promise.resolve();

  constructor(ports: OrderPorts) {
    this.#ports = ports;
  }

  /** `to`: counted from 0; where there is no such place, nothing moves. */
  readonly move = (id: string, to: number): void => {
    const pinned = this.#ports.pinned();
    const moves = movesFor(pinned, id, to, this.#ports.console.hub.now());
    const text = pinned.find((one) => one.id === id)?.headline ?? '';
    if (moves.length === 0) return;
    for (const one of moves) this.#ports.asked.set(one.id, { rank: one.rank, version: Infinity });
    this.told = { kind: 'moved', text, at: to + 1, of: pinned.length };
    this.#last = this.#last.then(() => this.#send(moves, text));
  };

  readonly step = (id: string, by: 1 | -1): void => {
    const at = this.#ports.pinned().findIndex((one) => one.id === id);
    if (at >= 0) this.move(id, at + by);
  };

  /** The rest is not sent after one that was refused. */
  async #send(moves: readonly Move[], text: string): Promise<void> {
    for (const [at, one] of moves.entries()) {
      const answer = await this.#sendOne(one);
      if (answer?.kind === 'refused') {
        for (const other of moves.slice(at)) this.#forget(other);
        this.told = { kind: 'refused', text };
        this.#ports.refused(answer.refusal);
        break;
      }
      if (answer?.kind === 'done' && 'published' in answer.value) {
        this.#await(one, answer.value.published.version);
      } else this.#forget(one);
    }
    await this.#ports.read();
  }

  /** undefined: it is pinned no more. */
  async #sendOne({ id: item, rank }: Move): Promise<Answer<Sent> | undefined> {
    const version = this.#ports.pinned().find(({ id }) => id === item)?.version;
    if (version === undefined) return undefined;
    const correct = { item, version, correction: { rank } };
    return this.#ports.deeds.correct(crypto.randomUUID(), correct);
  }

  /** Whoever moved it again meanwhile is not set back. */
  #isCurrent({ id, rank }: Move): boolean {
    return this.#ports.asked.get(id)?.rank === rank;
  }
  #await(one: Move, version: number): void {
    if (this.#isCurrent(one)) this.#ports.asked.set(one.id, { rank: one.rank, version });
  }
  #forget(one: Move): void {
    if (this.#isCurrent(one)) this.#ports.asked.delete(one.id);
  }
}
