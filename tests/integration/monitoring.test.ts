import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { METRICS } from '../../server/telemetry/catalogue.ts';
import { ALERTS, makePage, PAGE, readAlerts, type Alert } from '../support/monitoring-page.ts';

// What is written of the metrics elsewhere: on the dashboard, in the alerts, in the documentation.

const FOLDER = join(import.meta.dirname, '../../deploy/monitoring');

const targetSchema = z.looseObject({ refId: z.string(), expr: z.string() });
const panelSchema = z.looseObject({
  id: z.number(),
  type: z.string(),
  title: z.string().min(1),
  gridPos: z.strictObject({ h: z.number(), w: z.number(), x: z.number(), y: z.number() }),
  datasource: z
    .strictObject({ type: z.literal('prometheus'), uid: z.literal('${datasource}') })
    .optional(),
  targets: z.array(targetSchema).optional(),
});
const dashboardSchema = z.looseObject({
  schemaVersion: z.number().min(36),
  uid: z.literal('ajil'),
  templating: z.object({
    list: z.array(
      z.looseObject({ name: z.string(), type: z.string(), definition: z.string().optional() }),
    ),
  }),
  panels: z.array(panelSchema),
});
type Dashboard = z.output<typeof dashboardSchema>;

let dashboard: Dashboard;
let alerts: readonly Alert[];
beforeAll(async () => {
  const text = await readFile(join(FOLDER, 'dashboard.json'), 'utf8');
  dashboard = dashboardSchema.parse(JSON.parse(text));
  alerts = await readAlerts();
});

/** Of the family that a series belongs to. */
const familyOf = (series: string) =>
  METRICS.find(
    ({ name, type }) =>
      name === series ||
      (type === 'histogram' && series.replace(/_(bucket|sum|count)$/, '') === name),
  );

/** Labels that Prometheus adds, and the one that every series of ours has. */
const COMMON = ['job', 'instance', 'worker'];

/** What is wrong with an expression: a name or a label that no hub tells. */
function faultsOf(expression: string): string[] {
  const series = [...expression.matchAll(/\b(ajil_\w+)(?:\{([^}]*)\})?/g)];
  const faults = series.flatMap(([, name = '', matchers = '']) => {
    const family = familyOf(name);
    if (!family) return [`${name} is no metric`];
    if (family.type === 'histogram' && family.name === name) return [`${name} is a histogram`];
    const known = [...COMMON, ...family.labels, 'le'];
    const asked = [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label);
    return asked
      .filter((label) => !known.includes(label))
      .map((label) => `${name} has no ${label}`);
  });
  const labels = series.flatMap(([, name = '']) => familyOf(name)?.labels ?? []);
  const grouped = [...expression.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((label) => label.trim()),
  );
  const strange = grouped.filter((label) => ![...COMMON, 'le', ...labels].includes(label));
  return [...faults, ...strange.map((label) => `nothing has ${label}`)];
}

const expressions = () => [
  ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ...dashboard.templating.list.flatMap(({ definition = '' }) => definition),
  ...alerts.map(({ expr }) => expr),
];

it('O1 dashboard and alerts ask for nothing that no hub tells, and everything told is shown', () => {
  expect(faultsOf('rate(ajil_viewers_total{x="1"}[5m])')).toHaveLength(1);
  expect(faultsOf('sum by (code) (ajil_viewers{reason="1"})')).toHaveLength(2);
  const all = expressions();
  expect(all.length).toBeGreaterThan(40);
  expect(all.flatMap((one) => faultsOf(one).map((fault) => `${one}: ${fault}`))).toEqual([]);
  const shown = new Set(
    dashboard.panels.flatMap(({ targets = [] }) =>
      targets.flatMap(({ expr }) =>
        [...expr.matchAll(/\bajil_\w+/g)].map(([name]) => familyOf(name)),
      ),
    ),
  );
  expect(METRICS.filter((metric) => !shown.has(metric)).map(({ name }) => name)).toEqual([]);
});

it('O1 the dashboard takes any data source, and its panels have places of their own', () => {
  const { panels, templating } = dashboard;
  expect(templating.list.map(({ name }) => name)).toEqual(['datasource', 'job', 'instance']);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, n) => `${x + (n % w)} ${y + Math.floor(n / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  for (const { type, targets, datasource, gridPos } of panels) {
    expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
    if (type !== 'row') expect([targets?.length, datasource]).not.toContain(undefined);
  }
});

it('O1 each alert leads to its own place in the documentation, which is as the code has it', async () => {
  for (const { alert, annotations } of alerts) {
    expect(annotations.runbook).toBe(`docs/monitoring.md#${alert.toLowerCase()}`);
  }
  expect(new Set(alerts.map(({ alert }) => alert)).size).toBe(alerts.length);
  // To write it anew: node tests/support/monitoring-page.ts
  expect(await readFile(PAGE, 'utf8')).toBe(await makePage());
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

describe.runIf(hasPromtool)('as Prometheus itself sees it', () => {
  const promtool = (...words: string[]) => spawnSync('promtool', words, { encoding: 'utf8' });

  it('O1 the rules are well formed, and each alert fires when it must and only then', async () => {
    expect(promtool('check', 'rules', ALERTS)).toMatchObject({ status: 0 });
    const cases = join(FOLDER, 'alerts.test.yaml');
    const { status, stdout, stderr } = promtool('test', 'rules', cases);
    expect(status, stdout + stderr).toBe(0);
    const text = await readFile(cases, 'utf8');
    for (const { alert } of alerts) {
      for (const end of ['fires', 'keeps quiet'])
        expect(text).toContain(`- name: ${alert} ${end}\n`);
    }
  });

  it('O1 every expression of the dashboard is PromQL', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ajil-dashboard-'));
    const values = { job: 'ajil', instance: '.*', __rate_interval: '1m' };
    const rules = dashboard.panels.flatMap(({ targets = [] }) =>
      targets.map(({ expr }, n) => ({
        record: `shown:${n}`,
        expr: Object.entries(values).reduce(
          (text, [name, is]) => text.replaceAll(`$${name}`, is),
          expr,
        ),
      })),
    );
    try {
      // Rules in JSON are rules in YAML.
      const file = join(folder, 'rules.yaml');
      const groups = rules.map((rule, n) => ({ name: `panel ${n}`, rules: [rule] }));
      await writeFile(file, JSON.stringify({ groups }));
      const { status, stdout, stderr } = promtool('check', 'rules', file);
      expect(status, stdout + stderr).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
