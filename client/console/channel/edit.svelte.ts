/** Correcting what is up, or changing what is held. **The danger** is an older text over a newer one. */
import type { Correction } from '../../../shared/draft.ts';
import type { Headline, Urgency, UsableHeadline } from '../../../shared/headline.ts';
import type { Held } from '../../../shared/held.ts';
import { haveSameWords } from '../../../shared/placement.ts';
import { silentFault } from '../../../shared/typo.ts';
import type { Refusal } from '../hub.ts';
import { isRecord } from '../read.ts';
import type { ChannelModel } from './channel.svelte.ts';
import { isHeld } from './deeds.ts';
import type { Body } from './draft.ts';
import type { Row } from './wire.ts';

interface Fields {
  readonly headline: string;
  readonly urgency: Urgency;
  readonly url: string;
  readonly source: string;
}

export class EditModel {
  readonly #model: ChannelModel;
  readonly row: Row;
  /** What it was when the editor began, or chose to go on from. */
  #base = $state.raw<UsableHeadline>();
  #held = $state.raw<Held>();
  fields = $state.raw<Fields>({ headline: '', urgency: 5, url: '', source: '' });
  note = $state('');
  wantsSilent = $state(false);
  isBusy = $state(false);
  refusal = $state.raw<Refusal>();
  /** How it stands now, after a correction of an older version was refused. */
  stale = $state.raw<Headline>();
  /** Kept over retries of the same words. */
  #sending: { id: string; text: string } | undefined;

  constructor(model: ChannelModel, row: Row) {
    this.#model = model;
    this.row = row;
    this.#base = row.headline;
    this.#held = row.kind === 'held' ? row.held : undefined;
    const { returned } = model.compose;
    const sending = returned?.sending;
    const isReturned = sending?.what === 'correct' && sending.item === row.key;
    const text = sending?.what === 'correct' ? (sending.correction.headline ?? row.text) : row.text;
    this.fields = fieldsOf(isReturned && returned ? { ...row, held: returned, text } : row);
    if (isReturned) model.compose.returned = undefined;
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }
  get language(): string {
    const { sending } = this.#held ?? {};
    const own = sending?.what === 'publish' ? sending.draft.language : this.#base?.language;
    return own ?? this.#model.channel?.language ?? 'ar';
  }
  get before(): string {
    return this.isHeld ? this.row.text : (this.#base?.headline ?? '');
  }
  readonly correction = $derived.by(() => correctionOf(this.#base, this.fields, this.note));
  readonly isChanged = $derived.by(() =>
    this.isHeld
      ? JSON.stringify(this.fields) !== JSON.stringify(fieldsOf(this.row))
      : Object.keys(this.correction).some((name) => name !== 'edNote'),
  );
  readonly mayBeSilent = $derived.by(() => {
    if (this.isHeld || !this.#base) return false;
    return silentFault(this.#base, this.correction, this.#model.wire.now) === undefined;
  });
  /** Somebody was faster: it is told while the editor still writes. */
  readonly isOutdated = $derived.by(() => {
    const now = this.#model.wire.rows.find(({ key }) => key === this.row.key);
    if (this.isHeld) return now?.held?.version !== this.#held?.version;
    const [stands, base] = [now?.last, this.#base];
    return !stands || !base || !haveSameWords(stands, base);
  });

  write(part: Partial<Fields>): void {
    this.fields = { ...this.fields, ...part };
  }

  readonly save = async (): Promise<void> => {
    if (!this.isChanged || this.isBusy) return;
    this.isBusy = true;
    const answer = await (this.#held ? this.#change(this.#held) : this.#correct());
    this.isBusy = false;
    if (answer.kind !== 'refused') {
      this.#model.editing = undefined;
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

  #change(held: Held) {
    const { deeds } = this.#model;
    const { sending, embargoedUntil } = held;
    const when = embargoedUntil === undefined ? {} : { embargoedUntil };
    if (sending.what === 'publish') {
      const { urgency, headline } = this.fields;
      const { url: _, source: __, ...draft } = sending.draft;
      const optional = {
        ...(this.fields.url.trim() && { url: this.fields.url.trim() }),
        ...(this.fields.source.trim() && { source: this.fields.source.trim() }),
      };
      const body: Body = { draft: { ...draft, headline, urgency, ...optional }, ...when };
      return deeds.change(held, body);
    }
    const { item, version, correction } = sending;
    const changed = { ...correction, ...correctionOf(this.row.headline, this.fields, '') };
    return deeds.change(held, { correct: { item, version, correction: changed }, ...when });
  }

  #correct() {
    const base = this.#base;
    const silent = this.wantsSilent && this.mayBeSilent;
    const { edNote: _, ...silently } = this.correction;
    const correcting = {
      item: base?.id ?? '',
      version: base?.version ?? 0,
      correction: silent ? silently : this.correction,
      ...(silent && { silent: true as const }),
    };
    const text = JSON.stringify(correcting);
    if (this.#sending?.text !== text) this.#sending = { id: crypto.randomUUID(), text };
    return this.#model.deeds.correct(this.#sending.id, correcting);
  }

  /** The editor's words over what is up now. */
  goOn(): void {
    if (this.stale?.pubStatus === 'usable') this.#base = this.stale;
    this.stale = undefined;
    this.refusal = undefined;
  }
}

function fieldsOf({ held, headline, text }: Row): Fields {
  const sending = held?.sending;
  const base = { urgency: 5 as Urgency, url: '', source: '', ...headline };
  if (sending?.what === 'publish') {
    const { urgency = 5, url = '', source = '' } = sending.draft;
    return { headline: text, urgency, url, source };
  }
  const own = sending?.correction ?? {};
  const { urgency = base.urgency, url = base.url, source = base.source } = own;
  return { headline: text, urgency, url: url ?? '', source: source ?? '' };
}

function correctionOf(
  base: UsableHeadline | undefined,
  { headline, urgency, url, source }: Fields,
  note: string,
): Correction {
  const words = headline.trim();
  return {
    ...(words !== '' && words !== base?.headline && { headline: words }),
    ...(urgency !== base?.urgency && { urgency }),
    ...optional('url', base?.url, url),
    ...optional('source', base?.source, source),
    ...optional('edNote', undefined, note),
  };
}

/** What has become empty is taken away. */
function optional(name: 'url' | 'source' | 'edNote', before: string | undefined, after: string) {
  const text = after.trim();
  return text === (before ?? '') ? {} : { [name]: text === '' ? null : text };
}
