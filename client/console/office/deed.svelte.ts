/** One thing that is asked of the hub: whether an answer is awaited, and why it was not done. */
import type { Answer, Refusal } from '../hub.ts';

export class Deed {
  isBusy = $state(false);
  /** Of the last try; a new try forgets it. */
  refusal = $state.raw<Refusal>();
  /** The last try was done. */
  isDone = $state(false);

  /** undefined: refused, or another try is still under way. */
  async try<T>(ask: () => Promise<Answer<T>>): Promise<{ readonly value: T } | undefined> {
    if (this.isBusy) return undefined;
    this.isBusy = true;
    this.isDone = false;
    this.refusal = undefined;
    const answer = await ask();
    this.isBusy = false;
    if (answer.kind === 'refused') this.refusal = answer.refusal;
    if (answer.kind !== 'done') return undefined;
    this.isDone = true;
    return { value: answer.value };
  }

  forget(): void {
    this.refusal = undefined;
    this.isDone = false;
  }
}
