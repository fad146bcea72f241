/**
 * The desk: what people send is held until its undo window is over, its time has come and everybody whose
 * word it needs has given it. What is held is in the store; `releases.ts` sends it.
 */
import type { AuditLine } from '../../shared/audit.ts';
import type { Channel } from '../../shared/channel.ts';
import { HELD_LIMITS, type Held } from '../../shared/held.ts';
import { isPlacement } from '../../shared/placement.ts';
import { Problem } from '../../shared/problem.ts';
import { stricter, type Need } from '../../shared/role.ts';
import { HELD, UNDONE } from '../store/records.ts';
import { openShelf, type Standing } from '../store/shelf.ts';
import type { Change, Store } from '../store/store.ts';
import type { Appended, Wire } from '../wire/wire.ts';
import { isPaused, type Newsroom } from './newsroom.ts';
import {
  approvalNeeded,
  changed,
  requireOwn,
  requireRole,
  requireSecond,
  tooLate,
  type Hand,
} from './desk-rules.ts';
import { createProposals, type Proposal } from './proposals.ts';
import { fingerprintOf, isOut, otherSending, publishedBy, sendOut } from './send-out.ts';

/** What became of a sending: it is held, or is out already. */
export type Sent = { readonly held: Held } | { readonly published: Appended };

/** Problems of all: `forbidden`, `held_unknown`, `too_late` (it is being sent), `version_stale` (it was changed). */
export interface Desk {
  /** Without those that were taken back. */
  held(channel: string): Promise<Held[]>;
  send(channel: Channel, proposal: Proposal, hand: Hand): Promise<Sent>;
  /** Other words, or another time; whose word it needs is asked anew. */
  change(channel: Channel, version: number, proposal: Proposal, hand: Hand): Promise<Held>;
  /** The second person's word, to the version that was read. */
  approve(channel: Channel, id: string, version: number, hand: Hand): Promise<Held>;
  /** An emergency: it goes out without a second person, and everybody will know who did it and why. */
  overrule(
    channel: Channel,
    id: string,
    version: number,
    hand: Hand,
    reason: string,
  ): Promise<Held>;
  /** It goes out now, before its undo window and its time. */
  sendNow(channel: Channel, id: string, version: number, hand: Hand): Promise<Held>;
  /** Takes it back, also before it arrived; the words are in the answer, where there are any. */
  undo(channel: Channel, id: string, hand: Hand): Promise<Held | undefined>;
}

export interface DeskPorts {
  readonly store: Store;
  readonly wire: Pick<Wire, 'find' | 'read' | 'replay'>;
  readonly newsroom: Newsroom;
  readonly now: () => number;
}

export function openDesk({ store, wire, newsroom, now }: DeskPorts): Desk {
  const shelf = openShelf(store, HELD);
  const undone = openShelf(store, UNDONE);
  const proposals = createProposals({ wire, now });
  const time = (at = now()): string => new Date(at).toISOString();

  /** When it goes out: machines do not think again, and a move is undone by another. */
  function dueOf(
    { undoWindow }: Channel,
    { author }: Hand,
    { sending, embargoedUntil }: Due,
  ): string {
    const isMove = sending.what === 'correct' && isPlacement(sending.correction);
    const wait = author.by.kind === 'person' && !isMove ? undoWindow * 1_000 : 0;
    return time(Math.max(now() + wait, Date.parse(embargoedUntil ?? time(0))));
  }

  async function held(channel: string): Promise<Held[]> {
    const all = (await shelf.all()).map(({ value }) => value);
    return all.filter((one) => one.channel === channel);
  }

  async function standing(channel: Channel, id: string): Promise<Standing<Held>> {
    const found = await shelf.find(id);
    if (found?.value.channel === channel.name) return found;
    throw new Problem('held_unknown', `Nothing is held under ${id} in ${channel.name}`);
  }

  function write(
    changes: readonly Change[],
    { channel, id }: Pick<Held, 'channel' | 'id'>,
    { author }: Hand,
    line: Line,
  ): Promise<boolean> {
    const full: AuditLine = {
      at: time(),
      by: author.by,
      from: author.from,
      channel,
      subject: id,
      ...line,
    };
    return store.write(changes, JSON.stringify(full));
  }

  /** Changes what somebody has read; `version` is what that was. */
  async function decide(
    [channel, id, version, hand]: readonly [Channel, string, number, Hand],
    line: Line,
    decision: (held: Held) => Held,
  ): Promise<Held> {
    const { value, revision } = await standing(channel, id);
    if (value.releasing !== undefined) throw tooLate(id);
    if (value.version !== version) throw changed(id);
    const decided = decision(value);
    const what = { before: value.sending, after: decided.sending };
    const full = what.before === what.after ? { ...line, after: what.after } : { ...line, ...what };
    if (await write([shelf.put(decided, revision)], decided, hand, full)) return decided;
    throw changed(id);
  }

  function agreed(channel: Channel, one: Held, hand: Hand, reason?: string): Held {
    const consent = { by: hand.author.by, at: time(), ...(reason === undefined ? {} : { reason }) };
    const due = dueOf(channel, hand, one);
    return { ...one, needs: 'nobody', consents: [...one.consents, consent], due };
  }

  /** What became of a sending that was sent before. */
  async function earlier(
    channel: Channel,
    { id, sending }: Proposal,
    { author }: Hand,
  ): Promise<Sent | undefined> {
    const fingerprint = fingerprintOf(sending, author);
    const published = await publishedBy(wire, channel, id, fingerprint);
    if (published) return { published };
    if (await undone.find(id)) throw new Problem('taken_back', `${id} was taken back`);
    const found = (await shelf.find(id))?.value;
    if (!found) return undefined;
    const isSame = found.channel === channel.name && found.fingerprint === fingerprint;
    if (!isSame) throw otherSending(id);
    return { held: found };
  }

  async function hold(
    channel: Channel,
    proposal: Proposal,
    hand: Hand,
    needs: Need,
  ): Promise<Sent> {
    const { name } = channel;
    if ((await held(name)).length >= HELD_LIMITS.perChannel) {
      throw new Problem('too_many_held', `${name} holds ${HELD_LIMITS.perChannel} sendings`);
    }
    const { by } = hand.author;
    const one: Held = {
      ...{ ...proposal, channel: name, version: 1, by, hands: [by.id], created: time(), needs },
      ...{ consents: [], due: dueOf(channel, hand, proposal) },
      fingerprint: fingerprintOf(proposal.sending, hand.author),
    };
    // Nor where it was taken back just now.
    const changes = [shelf.put(one, 0), undone.remove(one.id, 0)];
    if (await write(changes, one, hand, { act: 'hold', after: proposal.sending })) {
      return { held: one };
    }
    const sent = await earlier(channel, proposal, hand);
    if (sent) return sent;
    throw changed(one.id);
  }

  return {
    held,
    async send(channel, proposal, hand) {
      const known = await earlier(channel, proposal, hand);
      if (known) return known;
      const needs = await proposals.examine(channel, proposal, hand);
      const { id, sending, embargoedUntil } = proposal;
      const isNow = embargoedUntil === undefined;
      // What nobody has scheduled is not to surprise whoever ends the pause.
      if (channel.paused && isNow && sending.what === 'publish') throw isPaused(channel);
      if (needs !== 'nobody' || !isNow || Date.parse(dueOf(channel, hand, { sending })) > now()) {
        return hold(channel, proposal, hand, needs);
      }
      const fingerprint = fingerprintOf(sending, hand.author);
      const one = { id, sending, consents: [], created: time(), fingerprint };
      return { published: await sendOut(newsroom, channel, one, hand.author) };
    },
    async change(channel, version, proposal, hand) {
      const { id, sending, embargoedUntil } = proposal;
      const needs = await proposals.examine(channel, proposal, hand);
      return decide([channel, id, version, hand], { act: 'change' }, (one) => {
        requireOwn(one, hand);
        const hands = [...new Set([...one.hands, hand.author.by.id])];
        const { problem: _, ...kept } = one;
        return {
          ...{ ...kept, sending, embargoedUntil, hands, consents: [], version: version + 1 },
          ...{ needs: stricter(one.needs, needs), due: dueOf(channel, hand, proposal) },
        };
      });
    },
    approve: (channel, id, version, hand) =>
      decide([channel, id, version, hand], { act: 'approve' }, (one) => {
        requireSecond(one, hand);
        return agreed(channel, one, hand);
      }),
    overrule: (channel, id, version, hand, reason) =>
      decide([channel, id, version, hand], { act: 'overrule', reason }, (one) => {
        requireRole(hand, 'editor');
        return agreed(channel, one, hand, reason);
      }),
    sendNow: (channel, id, version, hand) =>
      decide([channel, id, version, hand], { act: 'send_now' }, (one) => {
        requireOwn(one, hand);
        if (one.needs !== 'nobody') throw approvalNeeded('waits for a second person');
        const { problem: _, embargoedUntil: __, ...kept } = one;
        return { ...kept, due: time() };
      }),
    async undo(channel, id, hand) {
      const mark = undone.put({ id, at: time() });
      const found = await shelf.find(id);
      if (!found) {
        if (await isOut(wire, channel, id)) throw tooLate(id);
        // It may be on its way: it finds that it is not wanted any more.
        const target = { id, channel: channel.name };
        if (await write([mark, shelf.remove(id, 0)], target, hand, { act: 'undo' }))
          return undefined;
        throw changed(id);
      }
      const { value, revision } = await standing(channel, id);
      if (value.releasing !== undefined) throw tooLate(id);
      requireOwn(value, hand);
      const line: Line = { act: 'undo', before: value.sending };
      if (await write([mark, shelf.remove(id, revision)], value, hand, line)) return value;
      throw tooLate(id);
    },
  };
}

type Due = Pick<Proposal, 'sending' | 'embargoedUntil'>;
type Line = Pick<AuditLine, 'act' | 'reason' | 'before' | 'after'>;
