/** What to look at before a headline is sent, asked while nobody writes. Nothing of it forbids anything. */
import type { Deeds, Warning } from './deeds.ts';
import { bodyOf, faultsOf, type Writing } from './draft.ts';

/** ms without a key. */
const QUIET = 500;

export class WarningsModel {
  readonly #deeds: Pick<Deeds, 'check'>;
  list = $state.raw<readonly Warning[]>([]);

  constructor(deeds: Pick<Deeds, 'check'>) {
    this.#deeds = deeds;
  }

  forget(): void {
    this.list = [];
  }

  /** In an effect; the warnings do not depend on when it goes out. */
  watch(writing: Writing, zone: string, now: () => number): (() => void) | undefined {
    const timeless: Writing = { ...writing, when: '' };
    if (faultsOf(timeless, zone, 0).length > 0) {
      this.forget();
      return undefined;
    }
    let isOver = false;
    const ask = async (): Promise<void> => {
      const answer = await this.#deeds.check(bodyOf(timeless, zone, now()));
      if (!isOver && answer.kind === 'done') this.list = answer.value;
    };
    const timer = setTimeout(() => void ask(), QUIET);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }
}
