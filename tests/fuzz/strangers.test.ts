/**
 * Strangers of all kinds come to a hub, several at a time, while honest viewers watch it: they do not see anything
 * of it, every refusal says why, and when the strangers are gone, nothing of them is left.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../faults/audit.ts';
import { openWitnesses } from '../faults/witness.ts';
import { openApi } from '../support/api.ts';
import { openAttackedHub, type AttackedHub } from '../support/attacked-hub.ts';
import { limit, runsInTime, TIMES } from '../support/fuzz.ts';
import { readHoldings, readMemory, surplus, type Holdings } from '../support/holdings.ts';
import { endHubs } from '../support/hub-process.ts';
import { openInspector, type Inspector } from '../support/inspector.ts';
import { request } from '../support/request.ts';
import { anyStranger } from '../support/strangers.ts';
import { until } from '../support/until.ts';
import { openViewer } from '../support/viewer.ts';
import { visit } from '../support/visit.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(endHubs);

/** As strangers.ts knows them. */
const CHANNELS = 60;
/** Runs in which everything is made that is made once. */
const WARM_UP = 5;
/** Bytes of heap that code and caches may take later than that, and what was published meanwhile. */
const HEAP_LEEWAY = 3_000_000;
/** ms until the hub has given up on who left without a word; see `HURRIED_SERVER`. */
const GIVE_UP = 20_000;

/** What takes a hub a minute at its usual pace: to give up on who does not answer, upgrade or connect. */
const HURRIED_SERVER = `([io]) => {
  Object.defineProperty(io.engine.opts, 'pingInterval', { value: 1500 });
  Object.assign(io.engine.opts, { pingTimeout: 4000, upgradeTimeout: 1000 });
  io._connectTimeout = 1500;
}`;
/** Whoever polled and is gone is waited for, so that it may hear of the end: half a minute, at the usual pace. */
const HURRIED_POLLING = `Object.defineProperty(
  load(load.resolve('engine.io').replace('engine.io.js', 'transports/polling.js')).Polling.prototype,
  'closeTimeout', { get: () => 500, set: () => undefined }) && null`;

let hub: AttackedHub;
let inspector: Inspector;
beforeAll(async () => {
  hub = leftovers.adopt(await openAttackedHub(), (one) => one.close());
  for (let n = 1; n <= CHANNELS; n += 1) {
    await request(`${hub.url}/api/channels`, 'POST', { name: `c-${n}`, title: `${n}` });
  }
  inspector = await openInspector(hub.process);
  await inspector.ofAll(`load('socket.io').Server`, HURRIED_SERVER);
  await inspector.evaluate(HURRIED_POLLING);
}, 60_000);

/** Of several looks the most of each: a viewer that polls has one request more at one moment than at another. */
async function holdingsAtRest(): Promise<Holdings> {
  const most: Holdings = {};
  for (let look = 0; look < 3; look += 1) {
    // A look stops the hub: in between it hears whom it has not heard yet, such as the next poll of a viewer.
    await request(`${hub.url}/healthz`);
    for (const [name, count] of Object.entries(await readHoldings(inspector))) {
      most[name] = Math.max(most[name] ?? 0, count);
    }
  }
  return most;
}

async function expectNothingLeft(before: Holdings): Promise<void> {
  let more: string[] = [];
  const isClear = async (): Promise<boolean> => {
    more = surplus(before, await readHoldings(inspector));
    return more.length === 0;
  };
  await until(isClear, 'the strangers to be gone', GIVE_UP).catch(() => expect(more).toEqual([]));
}

describe('strangers', () => {
  it(
    'H8 H2 P4 are refused with a reason, harm nobody, and leave nothing behind',
    async () => {
      const polling = openViewer(hub.url, ['polling']);
      const witnesses = openWitnesses(hub.url, 'breaking');
      leftovers.defer(() => [polling, ...witnesses].forEach((one) => one.close()));
      await until(() => [polling, ...witnesses].every(({ told }) => told.length > 0), 'the boards');

      const before = await holdingsAtRest();
      const property = fc.asyncProperty(
        fc.array(anyStranger, { minLength: 1, maxLength: 12, size: 'max' }),
        async (strangers) => {
          const faults = await Promise.all(strangers.map((one) => visit(hub.url, one)));
          expect(faults.flat()).toEqual([]);
          await hub.expectWell();
        },
      );
      await fc.assert(property, { ...runsInTime(WARM_UP), numRuns: WARM_UP });
      const memory = await readMemory(inspector);
      await fc.assert(property, runsInTime(30));

      await expectNothingLeft(before);
      const { heapUsed } = await readMemory(inspector);
      expect(heapUsed - memory.heapUsed).toBeLessThan(HEAP_LEEWAY * Math.sqrt(TIMES));
      const api = openApi(hub.url);
      const { epoch } = await api.board();
      const verdict = audit({
        log: { epoch, entries: await api.log() },
        acknowledged: hub.published,
        witnesses: [...witnesses, { name: 'the viewer that polls', told: polling.told }],
      });
      expect(verdict).toMatchObject({ faults: [], lost: [] });
      expect([polling, ...witnesses].flatMap(({ losses }) => losses)).toEqual([]);
      // What was smuggled in would have deleted it.
      expect((await request(`${hub.url}/api/channels/c-${CHANNELS}`)).status).toBe(200);
    },
    limit(60),
  );
});
