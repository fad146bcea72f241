/** The same strangers at a hub of two workers, of which each hands over to the other what belongs there. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../faults/audit.ts';
import { openWitnesses } from '../faults/witness.ts';
import { openApi, type Published } from '../support/api.ts';
import { limit, runsInTime } from '../support/fuzz.ts';
import { endHubs } from '../support/hub-process.ts';
import { startRedis } from '../support/redis.ts';
import { anyStranger } from '../support/strangers.ts';
import { until } from '../support/until.ts';
import { visit } from '../support/visit.ts';
import { removeFolders, startWorkerHub, type WorkerHub } from '../support/worker-hub.ts';

const leftovers = new AsyncDisposableStack();
afterAll(() => leftovers.disposeAsync());
afterAll(removeFolders);
afterAll(endHubs);

/** Of the witnesses, at each worker some. */
const PAIRS = 3;

let hub: WorkerHub;
beforeAll(async () => {
  const redis = leftovers.adopt(await startRedis(), (one) => one.stop());
  hub = await startWorkerHub({ REDIS_URL: redis.url, WORKERS: '2' });
}, 60_000);

describe('strangers at two workers', () => {
  it(
    'H8 H7 H2 harm neither, whichever of the two they reach',
    async () => {
      const api = openApi(hub.url);
      const published: Published[] = [];
      const workers = new Map(hub.workers());
      const witnesses = Array.from({ length: PAIRS }, () =>
        openWitnesses(hub.url, 'breaking'),
      ).flat();
      leftovers.defer(() => witnesses.forEach((one) => one.close()));
      await until(() => witnesses.every(({ told }) => told.length > 0), 'the boards');

      const property = fc.asyncProperty(
        fc.array(anyStranger, { minLength: 1, maxLength: 8, size: 'max' }),
        async (strangers) => {
          const faults = await Promise.all(strangers.map((one) => visit(hub.url, one)));
          expect(faults.flat()).toEqual([]);
          const one = await api.publish({ headline: 'ما زال المركز يعمل' });
          published.push(one);
          const isSeen = () => witnesses.every(({ told }) => told.at(-1)?.seq === one.seq);
          await until(isSeen, 'every witness to see it');
          expect(hub.workers()).toEqual(workers);
          expect(hub.said.err).toBe('');
        },
      );
      await fc.assert(property, runsInTime(20));

      const { epoch } = await api.board();
      const log = { epoch, entries: await api.log() };
      const verdict = audit({ log, acknowledged: published, witnesses });
      expect(verdict).toMatchObject({ faults: [], lost: [] });
      expect(witnesses.flatMap(({ losses }) => losses)).toEqual([]);
    },
    limit(60),
  );
});
