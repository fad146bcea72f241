import { expect, it } from 'vitest';
import { parseExposition } from '../../tests/support/exposition.ts';
import { METRICS, PROCESS } from './catalogue.ts';
import { createInstruments } from './instruments.ts';
import { openMetrics, type Families, type Metrics } from './metrics.ts';

function openWorker(worker: number, others = new Map<number, Families | undefined>()): Metrics {
  const metrics = openMetrics({ worker, colleagues: { ask: () => Promise.resolve(others) } });
  createInstruments(metrics.registry).hub.delivered(worker * 10);
  return metrics;
}

async function valuesOf(metrics: Metrics, name: string) {
  const family = parseExposition(await metrics.scrape()).find((one) => one.name === name);
  return family?.samples.map(({ labels, value }) => [labels['worker'], value]);
}

it('O1 a scrape tells of every worker under its own number, and adds up none of them', async () => {
  const second = await openWorker(2).own();
  const first = openWorker(1, new Map([[2, second]]));
  expect(await valuesOf(first, 'ajil_entries_delivered_total')).toEqual([
    ['1', 10],
    ['2', 20],
  ]);
});

it('O1 a worker that does not answer is told to be down, and hides no other', async () => {
  const first = openWorker(1, new Map([[2, undefined]]));
  expect(await valuesOf(first, 'ajil_entries_delivered_total')).toEqual([['1', 10]]);
  expect(await valuesOf(first, PROCESS.workerUp.name)).toEqual([['2', 0]]);
});

it('O1 what a colleague says goes through JSON as it is', async () => {
  const first = openWorker(1);
  const told: unknown = JSON.parse(JSON.stringify(await first.own()));
  expect(told).toEqual(await first.own());
});

it('O1 names have the form that Prometheus asks for, and every one has its help', () => {
  const names = METRICS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, type, help } of METRICS) {
    expect(name).toMatch(/^ajil_[a-z]+(_[a-z]+)*$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    expect(help).toMatch(/^[A-Z0-9].*\.$/);
  }
});
