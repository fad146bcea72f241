import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NAME, openAudienceStage, type AudienceStage } from '../../tests/support/audience-stage.ts';
import type { Visitor } from '../../tests/support/bare-hub.ts';
import { aChannel } from '../../tests/support/node.ts';
import { aHeadline } from '../../tests/support/headlines.ts';
import { channelUnknown } from '../../shared/problem.ts';
import type { Position } from '../../shared/protocol.ts';

let stage: AudienceStage;
beforeEach(async () => {
  stage = await openAudienceStage();
});
afterEach(() => stage.close());

it('H2 H3 a slice whose turn has not come gets all that came meanwhile in one piece, in order', async () => {
  const { publish, come, told } = stage;
  const visitors = await come(5);
  publish();
  publish();
  publish();
  const first = await Promise.all(visitors.map(told));
  expect(first).toEqual([
    ['snapshot 0', 'entries 1', 'entries 2 3'],
    ['snapshot 0', 'entries 1', 'entries 2 3'],
    ['snapshot 0', 'entries 1 2 3'],
    ['snapshot 0', 'entries 1 2 3'],
    ['snapshot 0', 'entries 1 2 3'],
  ]);
});

it('H6 who is parted with is first told what its slice was not told yet', async () => {
  const { audience, publish, come } = stage;
  const [, , third] = await come(3);
  if (!third) throw new Error('Nobody came');
  publish();
  publish();
  audience.settle(third.viewer);
  third.viewer.conn.close();
  await third.line.ended;
  expect(third.line.heard.at(-1)).toMatch(/^42\["entries",.*"seq":1,.*"seq":2,/);
});

it('H2 H3 what is too much for one packet goes out in several, slice by slice', async () => {
  const { hub, audience, publish, come, written, told } = stage;
  const visitors = await come(3);
  publish();
  for (let n = 0; n < 250; n += 1) publish();
  const stranger = await hub.come();
  await written();
  publish();
  audience.enter(stranger.viewer, NAME, null);
  const all = await Promise.all(visitors.map(told));
  const lengths = all.map((one) => one.slice(1).map((text) => text.split(' ').length - 1));
  // Between two runs a page drops what is on no board: at their end it gets the board.
  expect(lengths).toEqual([
    [1, 100, 100, 50, 1, 1],
    [1, 100, 100, 50, 1, 1],
    [100, 100, 51, 1, 1],
  ]);
  const inOrder = Array.from({ length: 251 }, (_, n) => n + 1).join(' ');
  for (const one of all) {
    const text = one.join(' ').replaceAll(' entries', '');
    expect(text).toBe(`snapshot 0 ${inOrder} snapshot 251 252`);
  }
});

it('H2 who enters a slice that is behind gets each thing once, and so do those in it', async () => {
  const { hub, audience, publish, come, told } = stage;
  const visitors = await come(3);
  publish();
  publish();
  // The third one's slice has a free seat, and was told nothing yet.
  const stranger = await hub.come();
  publish();
  const late = await hub.come();
  publish();
  publish();
  audience.enter(stranger.viewer, NAME, null);
  audience.enter(late.viewer, NAME, { epoch: 'e1', seq: 2 });
  publish();
  const [, , third] = visitors;
  if (!third) throw new Error('Nobody came');
  const flat = async (visitor: Visitor) =>
    (await told(visitor)).join(' ').replaceAll(' entries', '');
  expect(await flat(third)).toBe('snapshot 0 1 2 3 4 5 6');
  expect(await flat(stranger)).toBe('snapshot 5 6');
  expect(await flat(late)).toBe('entries 3 4 5 6');
});

it('H2 a newcomer is told what comes though all others of its slice were cut off as it came', async () => {
  const { hub, audience, publish, come, told } = stage;
  const [, , third] = await come(3);
  if (!third) throw new Error('Nobody came');
  const stranger = await hub.come();
  third.tcp.cork();
  publish();
  publish('x'.repeat(70_000));
  // Its slice has not been told yet: that happens now, and it is too much for the only one in it.
  audience.enter(stranger.viewer, NAME, null);
  expect(hub.pressure.cutOff).toBe(1);
  publish();
  expect(await told(stranger)).toEqual(['snapshot 2', 'entries 3']);
});

it('H1 a channel that ends while slices are behind says so once, and a new one of its name begins anew', async () => {
  const { boards, audience, sinks, follow, publish, come, written, told } = stage;
  const visitors = await come(5);
  publish();
  publish();
  boards.unfollow(NAME);
  follow('e2');
  expect(audience.of(NAME)).toEqual([]);
  // One who was told of the end already, and one who was not.
  const [first, , , , last] = visitors;
  if (!first || !last) throw new Error('Nobody came');
  audience.enter(last.viewer, NAME, null);
  await written();
  audience.enter(first.viewer, NAME, null);
  sinks.get(NAME)?.entries('e2', [{ seq: 1, headline: aHeadline() }]);
  expect(await Promise.all(visitors.map(told))).toEqual([
    ['snapshot 0', 'entries 1', 'closed', 'snapshot 0', 'entries 1'],
    ['snapshot 0', 'entries 1', 'closed'],
    ['snapshot 0', 'closed'],
    ['snapshot 0', 'closed'],
    ['snapshot 0', 'closed', 'snapshot 0', 'entries 1'],
  ]);
  expect(
    audience
      .of(NAME)
      .map(({ id }) => id)
      .sort(),
  ).toEqual([first.viewer.id, last.viewer.id].sort());
});

it('H3 free seats are taken first, and empty slices are forgotten', async () => {
  const { hub, boards, audience, publish, come, written, rooms, told } = stage;
  const visitors = await come(5);
  expect(rooms()).toHaveLength(3);
  const [first, , third, fourth] = visitors;
  if (!first || !third || !fourth) throw new Error('Nobody came');
  first.viewer.disconnect(true);
  audience.leave(third.viewer, NAME);
  await written();
  expect(rooms()).toHaveLength(3);
  const before = rooms();
  await come(3);
  expect(rooms()).toEqual(before);
  audience.dismiss(fourth.viewer, NAME, channelUnknown(NAME));
  hub.io.disconnectSockets(true);
  await written();
  expect(rooms()).toEqual([]);
  expect(audience.of(NAME)).toEqual([]);
  const missed = vi.spyOn(boards, 'missed');
  publish();
  expect(missed).not.toHaveBeenCalled();
  const [again] = await come(1);
  publish();
  expect(again && (await told(again))).toEqual(['snapshot 1', 'entries 2']);
});

it('H2 a failure while writing ends neither the writing nor its order', async () => {
  const { hub, boards, audience, failures, publish, come, written, told } = stage;
  const visitors = await come(6);
  const missed = vi.spyOn(boards, 'missed').mockImplementationOnce(() => {
    throw new Error('no memory');
  });
  publish();
  expect(failures).toEqual([new Error('no memory')]);
  missed.mockRestore();
  await written();
  const stranger = await hub.come();
  const [first] = visitors;
  if (!first) throw new Error('Nobody came');
  audience.leave(first.viewer, NAME);
  audience.enter(stranger.viewer, NAME, null);
  publish();
  const all = await Promise.all([...visitors.slice(1), stranger].map(told));
  const flat = all.map((one) => one.join(' ').replaceAll(' entries', ''));
  const whole = 'snapshot 0 1 2';
  expect(flat).toEqual([whole, whole, whole, whole, whole, 'snapshot 1 2']);
});

it('H1 who is in is told again what it asks for, and keeps its seat', async () => {
  const { audience, publish, come, rooms, told } = stage;
  const [first] = await come(1);
  if (!first) throw new Error('Nobody came');
  publish();
  const here: Position = { epoch: 'e1', seq: 1 };
  expect(audience.enter(first.viewer, NAME, here).position).toEqual(here);
  audience.enter(first.viewer, NAME, null);
  publish();
  expect(await told(first)).toEqual([
    'snapshot 0',
    'entries 1',
    'entries',
    'snapshot 1',
    'entries 2',
  ]);
  expect(rooms()).toHaveLength(1);
});

it('O1 a round is over when the last slice was told, or its viewers have left', async () => {
  const { audience, rounds, publish, come, written } = stage;
  const visitors = await come(5);
  publish();
  // One slice has it, and two are behind.
  expect(rounds).toEqual([]);
  for (const { viewer } of visitors.slice(2, 4)) audience.leave(viewer, NAME);
  expect(rounds).toEqual([]);
  audience.leave(visitors[4]?.viewer ?? expect.fail(), NAME);
  expect(rounds).toHaveLength(1);
  publish();
  await written();
  expect(rounds).toHaveLength(2);
});

it('H2 a board that changes otherwise is told as a board, behind the entries before it', async () => {
  const { boards, publish, come, told } = stage;
  const visitors = await come(3);
  publish();
  void boards.follow(aChannel({ name: NAME, boardSize: 2 }));
  publish();
  expect(await Promise.all(visitors.map(told))).toEqual([
    ['snapshot 0', 'entries 1', 'entries 2', 'snapshot 2'],
    ['snapshot 0', 'entries 1', 'entries 2', 'snapshot 2'],
    ['snapshot 0', 'entries 1 2', 'snapshot 2'],
  ]);
});
