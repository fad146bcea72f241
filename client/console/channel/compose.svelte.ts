/**
 * Writing and sending a headline. **The danger** is a headline that goes out twice, or that its editor takes
 * for sent when it is not: a sending has its id before it leaves, keeps it until the hub has answered, and is
 * over only then.
 */
import type { Held } from '../../../shared/held.ts';
import { TWO_PEOPLE_UP_TO } from '../../../shared/role.ts';
import type { ConsoleModel } from '../console.svelte.ts';
import type { Refusal } from '../hub.ts';
import { keep, recall } from '../keep.ts';
import { openDeeds, type Sent } from './deeds.ts';
import {
  bodyOf,
  EMPTY,
  faultOf,
  isSame,
  isUntouched,
  oneLine,
  readKept,
  wallOf,
  type Attempt,
  type Writing,
} from './draft.ts';
import { WarningsModel } from './warnings.svelte.ts';
import type { Notice } from './notice.ts';

/** ms. */
const RETRY = { first: 1_000, most: 8_000 } as const;

export class ComposeModel {
  readonly channel: string;
  readonly zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  readonly #model: ConsoleModel;
  readonly #deeds;
  readonly #key: string;
  writing = $state.raw<Writing>(EMPTY);
  /** What was begun before an undo brought earlier words back; it comes back after them. */
  #aside: Writing[] = [];
  #attempt = $state.raw<Attempt>();
  #stopped = false;
  phase = $state<'writing' | 'confirming' | 'sending' | 'stopping'>('writing');
  /** No answer yet, and it is being tried again. */
  isLate = $state(false);
  /** The last sending, as long as it may be taken back. */
  last = $state.raw<Held>();
  /** A correction that was taken back: its words are for the list. */
  returned = $state.raw<Held>();
  notice = $state<Notice>();
  refusal = $state.raw<Refusal>();
  readonly warnings: WarningsModel;
  readonly isUrgent = $derived(this.writing.urgency <= TWO_PEOPLE_UP_TO);

  constructor(model: ConsoleModel, channel: string) {
    this.#model = model;
    this.channel = channel;
    this.#deeds = openDeeds(model.hub, channel);
    this.warnings = new WarningsModel(this.#deeds);
    this.#key = `ajil.draft.${model.me.person?.id ?? ''}.${channel}`;
    const kept = readKept(recall(this.#key));
    if (!kept) return;
    this.writing = kept.writing;
    this.#attempt = kept.attempt;
    if (kept.attempt) this.notice = 'unsure';
  }

  fault(now: number) {
    return faultOf(this.writing, this.zone, now);
  }

  write(part: Partial<Writing>): void {
    const headline = oneLine(part.headline ?? this.writing.headline);
    this.writing = { ...this.writing, ...part, headline };
    this.refusal = undefined;
    if (this.notice !== 'unsure') this.notice = undefined;
    this.#keep();
  }

  #keep(): void {
    const { writing } = this;
    const isNothing = isUntouched(writing) && !this.#attempt;
    keep(this.#key, isNothing ? null : JSON.stringify({ writing, attempt: this.#attempt }));
  }

  /** Ctrl+Enter: what is urgent is asked about first. */
  readonly submit = (): void => {
    if (this.phase !== 'writing' || this.fault(this.#model.hub.now()) !== undefined) return;
    if (this.isUrgent) this.phase = 'confirming';
    else void this.send();
  };

  readonly reconsider = (): void => void (this.phase = 'writing');

  readonly send = async (): Promise<void> => {
    this.phase = 'sending';
    this.refusal = undefined;
    this.notice = undefined;
    this.#stopped = false;
    const attempt = await this.#begin();
    if (!attempt) return;
    for (let tries = 0; ; tries += 1) {
      const answer = await this.#deeds.send(attempt.id, attempt.body);
      if (this.#isStopped()) return;
      if (answer.kind === 'done') {
        this.#sent(answer.value);
        return;
      }
      const refusal = answer.kind === 'refused' ? answer.refusal : undefined;
      if (!refusal?.retryable) {
        this.#refused(refusal);
        return;
      }
      this.isLate = true;
      const wait = Math.min(RETRY.first * 2 ** tries, RETRY.most);
      await pause(Math.max(wait, (refusal.retryAfter ?? 0) * 1_000));
      if (this.#isStopped()) return;
    }
  };

  /** The same sending where the words are the same; other words are another, and the first must not go out. */
  async #begin(): Promise<Attempt | undefined> {
    const { writing, zone } = this;
    const begun = this.#attempt;
    if (begun && isSame(begun.writing, writing)) return begun;
    if (begun && !(await this.#giveUp(begun.id))) return undefined;
    const body = bodyOf(writing, zone, this.#model.hub.now());
    this.#attempt = { id: crypto.randomUUID(), writing, body };
    this.#keep();
    return this.#attempt;
  }

  /** False where it has gone out, or nobody can say. */
  async #giveUp(id: string): Promise<boolean> {
    const answer = await this.#deeds.takeBack(id);
    if (answer.kind === 'done') {
      this.#attempt = undefined;
      this.#keep();
      return true;
    }
    this.phase = 'writing';
    this.isLate = false;
    if (answer.kind !== 'refused') return false;
    if (answer.refusal.code === 'too_late') {
      this.#attempt = undefined;
      this.notice = 'tooLate';
      this.#keep();
    } else {
      this.refusal = answer.refusal;
      this.notice = 'unsure';
    }
    return false;
  }

  #isStopped(): boolean {
    return this.#stopped;
  }

  #sent(sent: Sent): void {
    this.#attempt = undefined;
    this.phase = 'writing';
    this.isLate = false;
    this.warnings.forget();
    const held = 'held' in sent ? sent.held : undefined;
    if (held?.needs === 'nobody' && held.embargoedUntil === undefined) this.last = held;
    else if (held) this.notice = held.needs === 'nobody' ? 'scheduled' : 'waits';
    else this.notice = 'out';
    this.writing = this.#aside.pop() ?? EMPTY;
    this.#keep();
  }

  #refused(refusal: Refusal | undefined): void {
    // It changed nothing, so the next try is another sending.
    this.#attempt = undefined;
    this.phase = 'writing';
    this.isLate = false;
    this.refusal = refusal;
    this.#keep();
  }

  /** Esc: takes back what is under way, or what may still be taken back. */
  readonly undo = async (): Promise<void> => {
    if (this.phase === 'sending') return this.#stop();
    const { last } = this;
    if (!last || this.phase !== 'writing') return;
    this.phase = 'stopping';
    const answer = await this.#deeds.takeBack(last.id);
    this.phase = 'writing';
    if (answer.kind === 'done') {
      this.last = undefined;
      this.giveBack(answer.value ?? last);
    } else if (answer.kind === 'refused') {
      if (answer.refusal.code === 'too_late') [this.last, this.notice] = [undefined, 'tooLate'];
      else this.refusal = answer.refusal;
    }
  };

  async #stop(): Promise<void> {
    const begun = this.#attempt;
    if (!begun) return;
    this.phase = 'stopping';
    this.#stopped = true;
    if (!(await this.#giveUp(begun.id))) return;
    this.phase = 'writing';
    this.isLate = false;
    this.notice = 'undone';
  }

  /** The words of a sending that was taken back, into the field. */
  giveBack(held: Held): void {
    const { sending, embargoedUntil } = held;
    this.notice = 'undone';
    if (sending.what !== 'publish') {
      this.returned = held;
      return;
    }
    if (!isUntouched(this.writing)) this.#aside.push(this.writing);
    const { headline, urgency = 5, url = '', source = '', language = '' } = sending.draft;
    const when = embargoedUntil === undefined ? '' : wallOf(embargoedUntil);
    this.writing = { ...EMPTY, headline, urgency, url, source, language, when };
    this.#keep();
  }

  /**
   * In an effect, with what is held: a sending is out when it is held no more, and not when its time is over. One
   * that could not go out stands in the list with the reason.
   */
  settle(held: readonly Held[], now: number): void {
    const { last } = this;
    if (!last || Date.parse(last.due) > now) return;
    const still = held.find(({ id }) => id === last.id);
    if (still && still.problem === undefined) return;
    this.last = undefined;
    this.notice = still ? undefined : 'out';
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
