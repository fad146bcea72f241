/** Correcting what is up, or changing what is held. **The danger** is an older text over a newer one. */
import type { Headline } from '../../../shared/headline.ts';
import { haveSameWords } from '../../../shared/placement.ts';
import { silentFault } from '../../../shared/typo.ts';
import type { Refusal } from '../hub.ts';
import { isRecord } from '../read.ts';
import type { ChannelModel } from './channel.svelte.ts';
import { isHeld, type Correcting } from './deeds.ts';
import { EMPTY, faultsOf, isSame, oneLine, type Writing } from './draft.ts';
import {
  correctionOf,
  draftOf,
  keptEnd,
  noteOf,
  rebased,
  startOf,
  writingOf,
  type Edit,
  type Edited,
} from './edit.ts';
import type { KeptEdit } from './kept.ts';
import type { Row } from './wire.ts';

export class EditModel {
  readonly #model: ChannelModel;
  readonly row: Row;
  /** What it was when the editor began, or chose to go on from. */
  #from = $state.raw<Edited>({});
  #before = $state.raw<Writing>(EMPTY);
  writing = $state.raw<Writing>(EMPTY);
  note = $state.raw('');
  #noteBefore = '';
  wantsSilent = $state(false);
  isBusy = $state(false);
  refusal = $state.raw<Refusal>();
  /** How it stands now, after a correction of an older version was refused. */
  stale = $state.raw<Headline>();
  /** The same over retries of the same words. */
  #sending: { id: string; words: string; correct: Correcting } | undefined;
  /** It was chosen to go on from a version that came meanwhile. */
  #isRebased = false;

  constructor(model: ChannelModel, row: Row) {
    this.#model = model;
    this.row = row;
    const kept = model.kept.find(row.key);
    if (kept) this.#goOnFrom(kept);
    else this.#begin(row);
  }

  #goOnFrom({ base, held, before, writing, note }: KeptEdit): void {
    this.#from = { base, held };
    [this.#before, this.writing, this.note] = [before, writing, note];
    this.#noteBefore = noteOf(this.#from);
  }

  #begin({ kind, headline, held, key }: Row): void {
    const { compose } = this.#model;
    this.#from = { base: headline, held: kind === 'held' ? held : undefined };
    this.#before = this.#read(this.#from);
    this.writing = this.#before;
    this.note = noteOf(this.#from);
    this.#noteBefore = this.note;
    const { returned } = compose;
    if (returned?.sending.what !== 'correct' || returned.sending.item !== key) return;
    this.writing = this.#read({ base: headline, held: returned });
    this.note = noteOf({ held: returned });
    compose.returned = undefined;
    this.#keep();
  }

  #read(from: Edited): Writing {
    return writingOf(from, this.zone, this.#model.console.hub.now());
  }

  get zone(): string {
    return this.#model.compose.zone;
  }
  get isHeld(): boolean {
    return this.#from.held !== undefined;
  }
  /** Of a new headline; the channel says what it leaves open. */
  get isNew(): boolean {
    return this.#from.held?.sending.what === 'publish';
  }
  get language(): string {
    return this.writing.language || (this.#model.channel?.language ?? 'ar');
  }
  get before(): string {
    return this.#before.headline;
  }
  get keptEnd(): string | undefined {
    return keptEnd(this.#from);
  }
  readonly #edit = $derived.by((): Edit => {
    const { writing, note } = this;
    return { ...this.#from, before: this.#before, writing, note };
  });
  readonly correction = $derived.by(() => correctionOf(this.#edit, this.#start()));
  readonly isTouched = $derived.by(
    () => !isSame(this.writing, this.#before) || this.note.trim() !== this.#noteBefore,
  );
  /** A reason alone corrects nothing; what became of a held correction may be the same as before. */
  readonly isChanged = $derived.by(
    () =>
      this.isTouched &&
      (this.isNew || Object.keys(this.correction).some((name) => name !== 'edNote')),
  );
  readonly faults = $derived.by(() => faultsOf(this.writing, this.zone, this.#model.wire.now));
  readonly maySave = $derived.by(() => this.isChanged && this.faults.length === 0 && !this.isBusy);
  readonly mayBeSilent = $derived.by(() => {
    const { base } = this.#from;
    if (this.isHeld || !base) return false;
    return silentFault(base, this.correction, this.#model.wire.now) === undefined;
  });
  /** Another version of what is held, which came meanwhile. */
  readonly newerHeld = $derived.by(() => {
    const { held } = this.#from;
    const now = this.#model.wire.rows.find(({ key }) => key === this.row.key)?.held;
    return held && now && now.version !== held.version ? now : undefined;
  });
  /** Somebody was faster: it is told while the editor still writes. */
  readonly isOutdated = $derived.by(() => {
    const now = this.#model.wire.rows.find(({ key }) => key === this.row.key);
    const { base, held } = this.#from;
    if (held) return now?.held?.version !== held.version;
    return !now?.last || !base || !haveSameWords(now.last, base);
  });

  /** ms. */
  #start(): number {
    const start = startOf(this.#edit, this.zone);
    return start === undefined ? this.#model.console.hub.now() : Date.parse(start);
  }

  write(part: Partial<Writing>): void {
    const { headline, summary } = { ...this.writing, ...part };
    const lines = { headline: oneLine(headline), summary: oneLine(summary) };
    this.writing = { ...this.writing, ...part, ...lines };
    this.refusal = undefined;
    this.#keep();
  }

  writeNote(note: string): void {
    this.note = note;
    this.#keep();
  }

  #keep(): void {
    const { row, note, writing } = this;
    const edit = { row: row.key, ...this.#from, before: this.#before, writing, note };
    if (this.isTouched) this.#model.kept.put(edit);
    else this.#model.kept.remove(row.key);
  }

  /** What was written is kept, and offered in the list. */
  readonly leave = (): void => {
    if (this.#model.editing === this.row.key) this.#model.editing = undefined;
  };

  /** Without sending: the words are gone. */
  readonly throwAway = (): void => {
    this.#model.kept.remove(this.row.key);
    this.leave();
  };

  readonly save = async (): Promise<void> => {
    if (!this.maySave) return;
    this.isBusy = true;
    const answer = await (this.isHeld ? this.#change() : this.#correct());
    this.isBusy = false;
    if (answer.kind !== 'refused') {
      this.throwAway();
      if (answer.kind === 'done' && !this.isHeld) this.#watchUndo(answer.value);
      return;
    }
    const { refusal } = answer;
    if (refusal.code === 'version_stale' && refusal.current) this.stale = refusal.current;
    else this.refusal = refusal;
  };

  /** Esc takes a correction back too. */
  #watchUndo(sent: unknown): void {
    const held = isRecord(sent) && isHeld(sent['held']) ? sent['held'] : undefined;
    if (held?.needs === 'nobody') this.#model.compose.last = held;
  }

  async #change() {
    const { deeds, console } = this.#model;
    const { held, base } = this.#from;
    if (!held) return this.#correct();
    const { sending } = held;
    if (sending.what === 'publish') {
      return deeds.change(held, draftOf(this.#edit, this.zone, console.hub.now()));
    }
    const { item } = sending;
    const embargoedUntil = startOf(this.#edit, this.zone);
    const correction = correctionOf(this.#edit, this.#start());
    const isTypo = base && silentFault(base, correction, console.hub.now()) === undefined;
    const silent = isTypo ? sending.silent : undefined;
    // It is of the version that was corrected, or of the one that its editor has chosen to go on from.
    const version = Math.max(sending.version, this.#isRebased ? (base?.version ?? 0) : 0);
    return deeds.change(held, {
      correct: { item, version, correction, ...(silent && { silent }) },
      ...(embargoedUntil !== undefined && { embargoedUntil }),
    });
  }

  async #correct() {
    const { base } = this.#from;
    const silent = this.wantsSilent && this.mayBeSilent;
    const { id: item = '', version = 0 } = base ?? {};
    const words = JSON.stringify([this.writing, this.note, silent, version]);
    if (this.#sending?.words !== words) {
      const correction = correctionOf(this.#edit, this.#start());
      const correct = { item, version, correction, ...(silent && { silent: true as const }) };
      this.#sending = { id: crypto.randomUUID(), words, correct };
    }
    return this.#model.deeds.correct(this.#sending.id, this.#sending.correct);
  }

  /** The editor's words over what is up now. */
  goOn(): void {
    const { stale } = this;
    this.stale = undefined;
    if (stale?.pubStatus !== 'usable') return;
    this.#isRebased = true;
    this.#rebase({ ...this.#from, base: stale });
  }

  /** The editor's words over what is held now. */
  readonly adopt = (): void => {
    const held = this.newerHeld;
    if (held) this.#rebase({ ...this.#from, held });
  };

  #rebase(from: Edited): void {
    this.#from = from;
    const now = this.#read(from);
    this.writing = rebased({ before: this.#before, writing: this.writing }, now);
    this.#before = now;
    if (this.note.trim() === this.#noteBefore) this.note = noteOf(from);
    this.#noteBefore = noteOf(from);
    this.refusal = undefined;
    this.#keep();
  }
}
