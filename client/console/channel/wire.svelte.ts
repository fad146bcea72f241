/** Keeps the list of one channel current: by the live link, and over HTTP. */
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { isRecord, listOf, type Read } from '../read.ts';
import type { UsableHeadline } from '../../../shared/headline.ts';
import type { Held } from '../../../shared/held.ts';
import type { Entry, Position } from '../../../shared/protocol.ts';
import { parsePosition } from '../../../shared/protocol.ts';
import type { ConsoleModel } from '../console.svelte.ts';
import { isHeadline, type Refusal } from '../hub.ts';
import { isHeld } from './deeds.ts';
import { withAsked, type Asked } from './ordering.ts';
import { isFound, ROW_KINDS, rowsOf, type RowKind } from './wire.ts';

/** Entries of the log that are looked at for what is gone; as far back as a node may remember. */
const BACK = [300, 60] as const;
/** ms between two looks at the clock. */
const TICK = 250;

interface Board {
  readonly position: Position;
  readonly headlines: readonly UsableHeadline[];
}

export class WireModel {
  readonly channel: string;
  readonly #model: ConsoleModel;
  #board = $state.raw<readonly UsableHeadline[]>([]);
  /** Ranks that were asked for here and are not on the board yet. */
  readonly asked = new SvelteMap<string, Asked>();
  #recent = $state.raw<readonly Entry[]>([]);
  #heldByHttp = $state.raw<readonly Held[]>();
  #etag: string | undefined;
  #position: Position | undefined;
  #reading = false;
  #again = false;
  isRead = $state(false);
  refusal = $state.raw<Refusal>();
  search = $state('');
  /** null: all. */
  filter = $state.raw<RowKind | null>(null);
  readonly selected = new SvelteSet<string>();
  now = $state(0);

  /** Without a live link, or where it is too much for it, as it was read last. */
  readonly held = $derived.by(() => {
    const { live } = this.#model;
    const told = live.held.get(this.channel);
    return live.status === 'live' ? (told ?? this.#heldByHttp) : (this.#heldByHttp ?? told);
  });
  readonly rows = $derived(
    rowsOf({
      held: this.held ?? [],
      board: withAsked(this.#board, this.asked),
      recent: this.#recent,
    }),
  );
  readonly shown = $derived(
    this.rows.filter(
      (row) => (this.filter === null || row.kind === this.filter) && isFound(row, this.search),
    ),
  );
  readonly counts = $derived(
    ROW_KINDS.map((kind) => [kind, this.rows.filter((row) => row.kind === kind).length] as const),
  );

  constructor(model: ConsoleModel, channel: string) {
    this.#model = model;
    this.channel = channel;
    this.now = model.hub.now();
  }

  /** In an effect. */
  readonly watch = (): (() => void) => {
    const { live, hub, me } = this.#model;
    const ends = [
      live.onChanged((channel) => {
        if (channel !== '' && channel !== this.channel) return;
        void this.read();
        void me.readChannels();
      }),
      live.onHeldElsewhere((channel) => {
        if (channel === this.channel) void this.#readHeld();
      }),
    ];
    const clock = setInterval(() => (this.now = hub.now()), TICK);
    void this.read();
    return () => {
      for (const end of ends) end();
      clearInterval(clock);
      live.lookAt(this.channel, null);
    };
  };

  /** Once more where it changes while it is being read. */
  async read(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#again) {
      this.#again = false;
      await this.#readBoard();
      if (this.#model.live.status !== 'live') await this.#readHeld();
    }
    this.#reading = false;
  }

  async #readBoard(): Promise<void> {
    const headers = this.#etag === undefined ? {} : { 'If-None-Match': this.#etag };
    const path = `/api/channels/${this.channel}/headlines`;
    const answer = await this.#model.hub.ask('GET', path, readBoard, { headers });
    this.refusal = answer.kind === 'refused' ? answer.refusal : undefined;
    if (answer.kind !== 'done') return;
    const { position, headlines } = answer.value;
    this.#etag = answer.etag;
    this.#board = headlines;
    this.isRead = true;
    await this.#readRecent(position);
  }

  /** Also the words of what was put right, withdrawn or is being checked: viewers get only what stands. */
  async #readRecent({ epoch, seq }: Position): Promise<void> {
    const path = `/api/channels/${this.channel}/log`;
    const known = this.#position?.epoch === epoch ? this.#position.seq : undefined;
    const starts = BACK.map((back) => Math.max(0, seq - back));
    for (const from of known === undefined ? starts : [known, ...starts]) {
      const after = `${path}?after=${epoch}:${from}`;
      const answer = await this.#model.hub.ask('GET', after, listOf('entries', isEntry));
      if (answer.kind !== 'done') continue;
      // What is newer than the board would look as if it were gone from it. It is told of, and read with the next.
      const entries = answer.value.filter((one) => one.seq <= seq);
      this.#recent = from === known ? [...this.#recent, ...entries] : entries;
      this.#position = { epoch, seq: entries.at(-1)?.seq ?? Math.max(from, known ?? 0) };
      return;
    }
  }

  async #readHeld(): Promise<void> {
    const path = `/api/channels/${this.channel}/held`;
    const answer = await this.#model.hub.ask('GET', path, listOf('held', isHeld));
    if (answer.kind === 'done') this.#heldByHttp = answer.value;
  }

  select(key: string, isSelected: boolean): void {
    if (isSelected) this.selected.add(key);
    else this.selected.delete(key);
  }
}

const readBoard: Read<Board> = (value) => {
  const position = parsePosition(value);
  const headlines = isRecord(value) ? value['headlines'] : undefined;
  if (!position || !Array.isArray(headlines) || !headlines.every(isUsable)) return undefined;
  return { position, headlines };
};

function isUsable(value: unknown): value is UsableHeadline {
  return isHeadline(value) && value.pubStatus === 'usable';
}

function isEntry(value: unknown): value is Entry {
  return isRecord(value) && typeof value['seq'] === 'number' && isHeadline(value['headline']);
}
