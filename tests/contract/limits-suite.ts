/** The contract of `server/access/limits.ts`, run on every implementation. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Allowances, Limits } from '../../server/access/limits.ts';
import { until } from '../support/until.ts';

/** Two nodes that count together; where nothing is shared, the same one. */
export interface LimitsPair {
  readonly one: Limits;
  readonly other: Limits;
}

export interface LimitsGround {
  open(allowances: Allowances): LimitsPair;
  close(): Promise<void>;
}

const PUBLISHES = 5;
const FAILURES = 3;
const NO_LIMIT = { most: Infinity, seconds: 60 };

export function limitsSuite(name: string, openGround: () => Promise<LimitsGround>): void {
  describe(`the limits on ${name}`, () => {
    let ground: LimitsGround;
    let pair: LimitsPair;
    let who: string;
    beforeAll(async () => {
      ground = await openGround();
    });
    afterAll(() => ground.close());
    beforeEach(() => {
      pair = ground.open({
        publish: { most: PUBLISHES, seconds: 60 },
        'failed key': { most: FAILURES, seconds: 60 },
        'failed sign-in': { most: FAILURES, seconds: 60 },
      });
      who = randomUUID();
    });

    const publish = (amount?: number, by = who) => pair.one.count('publish', by, amount);

    it('P5 takes as many as are allowed, on whichever node, and says when the next may come', async () => {
      for (let n = 0; n < PUBLISHES; n += 1) {
        const node = n % 2 === 0 ? pair.one : pair.other;
        expect(await node.count('publish', who)).toBeUndefined();
      }
      for (const node of [pair.one, pair.other]) {
        const wait = await node.count('publish', who);
        expect(wait).toBeGreaterThan(50);
        expect(wait).toBeLessThanOrEqual(60);
      }
    });

    it('P5 counts each for itself, and each thing for itself', async () => {
      await publish(PUBLISHES);
      expect(await publish()).toBeTypeOf('number');
      expect(await publish(1, randomUUID())).toBeUndefined();
      expect(await pair.one.count('failed key', who)).toBeUndefined();
      expect(await pair.one.count('failed sign-in', who)).toBeUndefined();
    });

    it('P5 takes many at once or none of them, and does not count those that it refuses', async () => {
      expect(await publish(PUBLISHES - 2)).toBeUndefined();
      for (let n = 0; n < 3; n += 1) expect(await publish(3)).toBeTypeOf('number');
      expect(await publish(2)).toBeUndefined();
      expect(await publish()).toBeTypeOf('number');
    });

    it('P5 takes more than is ever allowed only where nothing came before', async () => {
      expect(await publish(10 * PUBLISHES)).toBeUndefined();
      expect(await publish()).toBeTypeOf('number');
      const second = randomUUID();
      expect(await publish(1, second)).toBeUndefined();
      expect(await publish(10 * PUBLISHES, second)).toBeTypeOf('number');
      expect(await publish(PUBLISHES - 1, second)).toBeUndefined();
    });

    it('P5 of many that come together exactly as many are taken', async () => {
      const nodeOf = (n: number) => (n % 2 === 0 ? pair.one : pair.other);
      const asked = Array.from({ length: 40 }, (_, n) => nodeOf(n).count('publish', who));
      const answers = await Promise.all(asked);
      expect(answers.filter((wait) => wait === undefined)).toHaveLength(PUBLISHES);
    });

    it('P5 begins anew when the time is over, which those who ask meanwhile do not prolong', async () => {
      const short = { most: 1, seconds: 1 };
      const { one } = ground.open({ publish: short, 'failed key': short, 'failed sign-in': short });
      await one.count('failed key', who);
      expect(await one.count('publish', who)).toBeUndefined();
      expect(await one.count('publish', who)).toBe(1);
      expect(await one.wait('failed key', who)).toBe(1);
      const isTaken = async () => (await one.count('publish', who)) === undefined;
      await until(isTaken, 'the next second', 3_000);
      await until(async () => (await one.wait('failed key', who)) === undefined, 'the end', 3_000);
    });

    it('A1 knows without asking who has nothing left, and does not count the question', async () => {
      const { one } = pair;
      for (let n = 0; n < FAILURES; n += 1) {
        for (let m = 0; m < 5; m += 1) expect(await one.wait('failed key', who)).toBeUndefined();
        expect(await one.count('failed key', who)).toBeUndefined();
      }
      const wait = await one.wait('failed key', who);
      expect(wait).toBeGreaterThan(50);
      expect(wait).toBeLessThanOrEqual(60);
      expect(await one.wait('failed key', randomUUID())).toBeUndefined();
    });

    it('A1 one that is one too many anywhere tells its node that nothing is left', async () => {
      for (let n = 0; n < FAILURES; n += 1) await pair.one.count('failed key', who);
      expect(await pair.other.count('failed key', who)).toBeTypeOf('number');
      expect(await pair.other.wait('failed key', who)).toBeTypeOf('number');
    });

    it('A1 P5 without a limit nothing is ever refused', async () => {
      const { one } = ground.open({
        publish: NO_LIMIT,
        'failed key': NO_LIMIT,
        'failed sign-in': NO_LIMIT,
      });
      for (let n = 0; n < 50; n += 1) {
        expect(await one.count('publish', who, 1_000_000)).toBeUndefined();
        expect(await one.count('failed key', who)).toBeUndefined();
      }
      expect(await one.wait('failed key', who)).toBeUndefined();
    });
  });
}
