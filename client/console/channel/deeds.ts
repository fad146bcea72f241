/** What editors do in one channel, each one request to the hub. */
import type { Correction } from '../../../shared/draft.ts';
import type { Headline } from '../../../shared/headline.ts';
import type { Held } from '../../../shared/held.ts';
import { isHeadline, type Answer, type Hub } from '../hub.ts';
import { hasTexts, isRecord, nothing, type Read } from '../read.ts';
import type { Body } from './draft.ts';

/** What became of a sending. */
export type Sent = { readonly held: Held } | { readonly published: Headline };

export interface Correcting {
  readonly item: string;
  readonly version: number;
  readonly correction: Correction;
  readonly silent?: true;
}

/** Another correction in place of the one that is held. */
export interface CorrectingBody {
  readonly correct: Correcting;
  readonly embargoedUntil?: string;
}

export interface Warning {
  readonly code: string;
  readonly id?: string;
  readonly likeness?: number;
}

export interface Deeds {
  /** `id` names the sending: sent again, it is the same one. */
  send(id: string, body: Body): Promise<Answer<Sent>>;
  correct(id: string, correct: Correcting): Promise<Answer<Sent>>;
  /** null: nothing had arrived under this id, and nothing will. */
  takeBack(id: string): Promise<Answer<Held | null>>;
  /** The words of what is held, changed. */
  change(held: Held, body: Body | CorrectingBody): Promise<Answer<Held | null>>;
  approve(held: Held): Promise<Answer<Held | null>>;
  overrule(held: Held, reason: string): Promise<Answer<Held | null>>;
  sendNow(held: Held): Promise<Answer<Held | null>>;
  withdraw(item: string, edNote: string): Promise<Answer<unknown>>;
  hold(item: string): Promise<Answer<unknown>>;
  restore(item: string): Promise<Answer<unknown>>;
  check(body: Body): Promise<Answer<readonly Warning[]>>;
  /** Gives how many were withdrawn, and how many were not. */
  recall(minutes: number, edNote: string): Promise<Answer<Recalled>>;
  pause(isPaused: boolean): Promise<Answer<null>>;
}

export interface Recalled {
  readonly withdrawn: number;
  readonly failed: number;
}

export function openDeeds({ ask }: Hub, channel: string): Deeds {
  const home = `/api/channels/${channel}`;
  const held = (id: string) => `${home}/held/${encodeURIComponent(id)}`;
  const item = (id: string) => `${home}/headlines/${encodeURIComponent(id)}`;
  const read = ({ version }: Held) => ({ 'If-Match': `"${version}"` });
  const decide = (one: Held, what: string, body?: unknown) =>
    ask('POST', `${held(one.id)}/${what}`, readHeld, {
      headers: read(one),
      ...(body !== undefined && { body }),
    });
  const noted = (edNote: string) => (edNote.trim() === '' ? {} : { edNote: edNote.trim() });

  return {
    send: (id, body) => ask('POST', `${home}/held`, readSent, { body: { id, ...body } }),
    correct: (id, correct) => ask('POST', `${home}/held`, readSent, { body: { id, correct } }),
    takeBack: (id) => ask('DELETE', held(id), readHeld),
    change: (one, body) => ask('PUT', held(one.id), readHeld, { body, headers: read(one) }),
    approve: (one) => decide(one, 'approval'),
    overrule: (one, reason) => decide(one, 'override', { reason }),
    sendNow: (one) => decide(one, 'release'),
    withdraw: (id, edNote) => ask('DELETE', item(id), nothing, { body: noted(edNote) }),
    hold: (id) => ask('POST', `${item(id)}/hold`, nothing, { body: {} }),
    restore: (id) => ask('DELETE', `${item(id)}/hold`, nothing),
    check: ({ draft }) => ask('POST', `${home}/check`, readWarnings, { body: { draft } }),
    recall: (minutes, edNote) =>
      ask('POST', `${home}/recall`, readRecalled, { body: { minutes, ...noted(edNote) } }),
    pause: (isPaused) => ask(isPaused ? 'POST' : 'DELETE', `${home}/pause`, nothing),
  };
}

export function isHeld(value: unknown): value is Held {
  return hasTexts(value, 'id', 'channel', 'due', 'needs') && isRecord(value) && isSending(value);
}

function isSending({ sending, by }: Readonly<Record<string, unknown>>): boolean {
  return isRecord(sending) && typeof sending['what'] === 'string' && isRecord(by);
}

const readHeld: Read<Held | null> = (value) => {
  if (value === null) return null;
  return isRecord(value) && isHeld(value['held']) ? value['held'] : undefined;
};

const readSent: Read<Sent> = (value) => {
  if (!isRecord(value)) return undefined;
  if (isHeld(value['held'])) return { held: value['held'] };
  return isHeadline(value['published']) ? { published: value['published'] } : undefined;
};

const readWarnings: Read<readonly Warning[]> = (value) => {
  const list = isRecord(value) ? value['warnings'] : undefined;
  return Array.isArray(list) ? list.filter(isWarning) : undefined;
};

function isWarning(value: unknown): value is Warning {
  return hasTexts(value, 'code');
}

const readRecalled: Read<Recalled> = (value) => {
  const list = isRecord(value) ? value['recalled'] : undefined;
  if (!Array.isArray(list)) return undefined;
  const withdrawn = list.filter((one) => isRecord(one) && 'withdrawn' in one).length;
  return { withdrawn, failed: list.length - withdrawn };
};
