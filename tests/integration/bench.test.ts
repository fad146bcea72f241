import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

// Whoever measures must count right: a small run, held to what cannot be otherwise.

const BENCH = new URL('../bench/bench.ts', import.meta.url).pathname;
const VIEWERS = 50;
const ROUNDS = 3;
const HEATS = 1;
/** Starts four servers one after another, on a machine that is busy with other tests. */
const LIMIT = 60_000;

const positive = z.number().positive();
const measurementSchema = z.object({
  viewers: z.literal(VIEWERS),
  connecting: positive,
  delivering: positive,
  crowd: positive,
  times: z.array(positive).min(ROUNDS),
  answers: z.array(positive),
  // A headline of 400 bytes, and what must stand around it.
  bytes: z.number().min(600).max(900),
  // Of so few viewers the noise may be larger than the memory.
  memory: z.number(),
  storm: z.nullable(
    z.object({
      milliseconds: positive,
      errors: z.literal(0),
      faults: z.strictObject({}),
      returning: positive,
      reads: z.number().nullable(),
    }),
  ),
});
const reportSchema = z.object({
  missed: z.array(z.string()).length(0),
  fanOut: z.object({
    rounds: z.literal(ROUNDS),
    lines: z.array(
      z.object({ contender: z.string(), measurements: z.array(measurementSchema).length(HEATS) }),
    ),
  }),
});

describe('the bench', () => {
  it.runIf(process.platform === 'linux')(
    'H3 H1 counts every delivery to every viewer, and a return without a read',
    async () => {
      const heats = ['--heats', String(HEATS), '--rounds', String(ROUNDS)];
      const size = ['--viewers', String(VIEWERS), ...heats];
      const options = [BENCH, '--only', 'fanout', ...size, '--json'];
      // Rejects where the bench does not end well, as it does when a delivery is missing.
      const { stdout } = await promisify(execFile)(process.execPath, options);
      const { fanOut } = reportSchema.parse(JSON.parse(stdout));
      const names = fanOut.lines.map(({ contender }) => contender);
      expect(names.slice(0, 3)).toEqual(['Ajil', 'docs’ hub', 'bare ws']);
      const [hub, docsHub] = fanOut.lines.map(({ measurements }) => measurements[0]);
      expect(hub?.storm?.reads).toBe(0);
      expect(hub?.answers).toHaveLength(ROUNDS);
      // The same packet to all, but for the digits of a sequence.
      expect(Math.abs((hub?.bytes ?? 0) - (docsHub?.bytes ?? 0))).toBeLessThan(8);
    },
    LIMIT,
  );
});
