/**
 * An audience with a clock that leaps: after each slice it is time for all else, so that most slices are behind
 * when something happens. What the log says comes when the test says so.
 */
import { z } from 'zod';
import { createAudience } from '../../server/hub/audience.ts';
import { createParcels } from '../../server/hub/parcels.ts';
import { NO_TALLY } from '../../server/hub/tally.ts';
import { createBoards } from '../../server/boards/boards.ts';
import type { Sink } from '../../server/wire/wire.ts';
import { openBareHub, type Visitor } from './bare-hub.ts';
import { aHeadline } from './headlines.ts';
import { aChannel } from './node.ts';

export const NAME = 'breaking';
const LEAP = 10;

const packet = z.tuple([
  z.string(),
  z.looseObject({
    seq: z.number().optional(),
    entries: z.array(z.looseObject({ seq: z.number() })).optional(),
  }),
]);

export type AudienceStage = Awaited<ReturnType<typeof openAudienceStage>>;

export async function openAudienceStage() {
  const hub = await openBareHub({ cap: 64 * 1024 });
  /** The logs of the channels, and who follows them. */
  const sinks = new Map<string, Sink>();
  let seq = 0;
  const boards = createBoards(
    {
      follow(name, sink) {
        sinks.set(name, sink);
        return { ready: Promise.resolve(), stop: () => sinks.delete(name) };
      },
    },
    Date.now,
  );
  const failures: unknown[] = [];
  /** The seconds of each round that is over. */
  const rounds: number[] = [];
  let clock = 0;
  const audience = createAudience({
    boards,
    adapter: hub.adapter,
    parcels: createParcels(boards, hub.adapter.parcel.bind(hub.adapter), Date.now),
    elapsed: () => (clock += LEAP),
    failed: (error) => failures.push(error),
    seats: 2,
    tally: { ...NO_TALLY, completed: (seconds) => rounds.push(seconds) },
  });
  boards.listen(audience);

  function follow(epoch: string): void {
    void boards.follow(aChannel({ name: NAME, boardSize: 3 }));
    seq = 0;
    sinks.get(NAME)?.reset({ epoch, seq }, []);
  }

  function publish(text = 'خبر'): void {
    seq += 1;
    sinks.get(NAME)?.entries('e1', [{ seq, headline: aHeadline({ headline: text }) }]);
  }

  async function come(count: number): Promise<Visitor[]> {
    const visitors: Visitor[] = [];
    for (let n = 0; n < count; n += 1) {
      const visitor = await hub.come();
      audience.enter(visitor.viewer, NAME, null);
      visitors.push(visitor);
    }
    return visitors;
  }

  /** More turns of the event loop than there are slices. */
  async function written(): Promise<void> {
    for (let n = 0; n < 10; n += 1) await new Promise(setImmediate);
  }
  const rooms = () => [...hub.adapter.rooms.keys()].filter((room) => room.includes('/'));

  /** In short: `snapshot 3`, `entries 4 5`, `closed`. */
  async function told({ told: all }: Visitor): Promise<string[]> {
    await written();
    return (await all()).map((text) => {
      const [event, { seq: at, entries }] = packet.parse(JSON.parse(text.slice(2)));
      return [
        event,
        ...(at === undefined ? [] : [at]),
        ...(entries ?? []).map((one) => one.seq),
      ].join(' ');
    });
  }

  follow('e1');
  return {
    ...{ hub, boards, audience, failures, rounds, sinks },
    ...{ follow, publish, come, written, rooms, told },
    async close() {
      audience.stop();
      boards.stop();
      await hub.close();
    },
  };
}
