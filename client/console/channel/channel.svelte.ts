/** One channel at the desk: its composer, its list, and what is open over them. */
import { approvalFault, type Held } from '../../../shared/held.ts';
import { mayAs } from '../../../shared/role.ts';
import type { ConsoleModel } from '../console.svelte.ts';
import type { Answer, Refusal } from '../hub.ts';
import { ComposeModel } from './compose.svelte.ts';
import { openDeeds, type Recalled } from './deeds.ts';
import { KeptEdits } from './kept-edits.svelte.ts';
import { OrderModel } from './order.svelte.ts';
import { WireModel } from './wire.svelte.ts';
import { groupsOf, isPinned, type Groups, type Row } from './wire.ts';

export interface FailedRow {
  readonly row: Row;
  readonly refusal: Refusal;
}

/** What lies over the screen. */
export type Open =
  | {
      readonly kind: 'withdraw';
      readonly rows: readonly Row[];
      /** Those that a first try could not withdraw. */
      readonly failed?: readonly FailedRow[];
      /** And all of those that were tried. */
      readonly isAll?: boolean;
    }
  | { readonly kind: 'overrule'; readonly held: Held }
  | { readonly kind: 'recall' }
  | { readonly kind: 'pause' };

export class ChannelModel {
  readonly console: ConsoleModel;
  readonly name: string;
  readonly compose: ComposeModel;
  readonly wire: WireModel;
  readonly kept: KeptEdits;
  readonly order: OrderModel;
  readonly deeds;
  open = $state.raw<Open>();
  /** The row that is being corrected or changed. */
  editing = $state<string>();
  refusal = $state.raw<Refusal>();
  recalled = $state.raw<Recalled>();
  isBusy = $state(false);

  constructor(model: ConsoleModel, name: string) {
    this.console = model;
    this.name = name;
    this.compose = new ComposeModel(model, name);
    this.wire = new WireModel(model, name);
    this.kept = new KeptEdits(this.#myId, name);
    this.deeds = openDeeds(model.hub, name);
    this.order = new OrderModel({
      ...{ console: model, deeds: this.deeds, asked: this.wire.asked },
      pinned: () => this.pinned,
      refused: (refusal) => (this.refusal = refusal),
      read: () => this.wire.read(),
    });
  }

  readonly channel = $derived.by(() => this.console.me.channel(this.name));
  readonly viewers = $derived.by(() => this.console.live.viewers.get(this.name));
  readonly isEditor = $derived.by(() => this.console.me.may('editor', this.name));
  #groups: Groups | undefined;
  readonly groups = $derived.by(() => {
    this.#groups = groupsOf(this.wire.shown, this.#groups, this.editing);
    return this.#groups;
  });
  /** The headlines that are pinned and in sight, in their order. */
  readonly pinned = $derived.by(() =>
    this.wire.shown.flatMap((row) => (isPinned(row) && row.headline ? [row.headline] : [])),
  );
  /** All that is pinned is in sight: between rows that are not, nobody knows where something lands. */
  readonly mayOrder = $derived.by(
    () => this.isEditor && this.wire.search.trim() === '' && this.pinned.length > 1,
  );
  readonly isChief = $derived.by(() => this.console.me.may('chief', this.name));

  get #myId(): string {
    return this.console.me.person?.id ?? '';
  }

  /** One's own, or an editor's business; never what is going out. */
  mayHandle(held: Held): boolean {
    return held.releasing === undefined && (held.by.id === this.#myId || this.isEditor);
  }

  approvalFault(held: Held) {
    const role = this.console.me.role(this.name) ?? 'reporter';
    return approvalFault(held, { id: this.#myId, role });
  }

  mayOverrule({ needs, releasing }: Held): boolean {
    const role = this.console.me.role(this.name);
    return needs !== 'nobody' && releasing === undefined && !!role && mayAs(role, 'editor');
  }

  /** The others who look at it. */
  lookers(item: string): string {
    const found = this.console.live.looking.get(this.name)?.find((one) => one.item === item);
    const others = found?.people.filter(({ id }) => id !== this.#myId) ?? [];
    return others.map(({ name }) => name).join('، ');
  }

  lookAt(row: Row): void {
    const { kind, held, headline, last } = row;
    const item = kind === 'held' ? held?.id : (headline ?? last)?.id;
    if (item !== undefined) this.console.live.lookAt(this.name, item);
  }

  /** One request; true when it was done. */
  async act(deed: () => Promise<Answer<unknown>>): Promise<boolean> {
    this.isBusy = true;
    const answer = await deed();
    this.isBusy = false;
    this.refusal = answer.kind === 'refused' ? answer.refusal : undefined;
    void this.wire.read();
    return answer.kind !== 'refused';
  }

  async takeBack(held: Held): Promise<void> {
    if (!(await this.act(() => this.deeds.takeBack(held.id)))) return;
    if (this.compose.last?.id === held.id) this.compose.last = undefined;
    const isMine = held.by.id === this.#myId;
    if (isMine || held.sending.what === 'correct') this.compose.giveBack(held);
  }

  async setPinned({ headline }: Row): Promise<void> {
    if (!headline) return;
    const { id: item, version, pinned } = headline;
    const correct = { item, version, correction: { pinned: !pinned } };
    await this.act(() => this.deeds.correct(crypto.randomUUID(), correct));
  }

  async holdOrRestore({ kind, headline, last }: Row): Promise<void> {
    const id = (last ?? headline)?.id;
    if (id === undefined) return;
    if (kind === 'withheld') await this.act(() => this.deeds.restore(id));
    else if (kind === 'up') await this.act(() => this.deeds.hold(id));
  }

  /** One after the other. What fails keeps no other from going: it stays selected, and is named with its reason. */
  async withdraw(rows: readonly Row[], edNote: string): Promise<void> {
    const failed: FailedRow[] = [];
    this.isBusy = true;
    this.refusal = undefined;
    for (const row of rows) {
      const id = (row.last ?? row.headline)?.id;
      if (id === undefined) continue;
      const answer = await this.deeds.withdraw(id, edNote);
      if (answer.kind === 'refused') failed.push({ row, refusal: answer.refusal });
      else this.wire.select(row.key, false);
    }
    this.isBusy = false;
    void this.wire.read();
    const left = failed.map(({ row }) => row);
    const isAll = left.length === rows.length;
    this.open = left.length === 0 ? undefined : { kind: 'withdraw', rows: left, failed, isAll };
  }

  async recall(minutes: number, edNote: string): Promise<void> {
    await this.act(async () => {
      const answer = await this.deeds.recall(minutes, edNote);
      if (answer.kind === 'done') [this.recalled, this.open] = [answer.value, undefined];
      return answer;
    });
  }

  async setPaused(isPaused: boolean): Promise<void> {
    if (!(await this.act(() => this.deeds.pause(isPaused)))) return;
    this.open = undefined;
    await this.console.me.readChannels();
  }
}
