/** The forms over rows that were left with words in them: each is offered until it is sent or thrown away. */
import { keep, keysUnder, recall } from '../keep.ts';
import { editKey } from '../unsent.ts';
import { readKeptEdit, type KeptEdit } from './kept.ts';

export class KeptEdits {
  readonly #person: string;
  readonly #channel: string;
  list = $state.raw<readonly KeptEdit[]>([]);

  constructor(person: string, channel: string) {
    this.#person = person;
    this.#channel = channel;
    const kept = keysUnder(editKey(person, channel)).map((key) => readKeptEdit(recall(key)));
    this.list = kept.filter((one) => one !== undefined);
  }

  find(row: string): KeptEdit | undefined {
    return this.list.find((one) => one.row === row);
  }

  put(edit: KeptEdit): void {
    keep(this.#key(edit.row), JSON.stringify(edit));
    this.list = [...this.#without(edit.row), edit];
  }

  remove(row: string): void {
    if (!this.find(row)) return;
    keep(this.#key(row), null);
    this.list = this.#without(row);
  }

  #without(row: string): readonly KeptEdit[] {
    return this.list.filter((one) => one.row !== row);
  }

  #key(row: string): string {
    return editKey(this.#person, this.#channel, row);
  }
}
