/**
 * The lists in docs/monitoring.md: the metrics as the catalogue has them, the alerts as the rules do. Run by itself
 * it writes them; what people wrote around them stays.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';
import { z } from 'zod';
import * as catalogue from '../../server/telemetry/catalogue.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
export const PAGE = `${ROOT}docs/monitoring.md`;
export const ALERTS = `${ROOT}deploy/monitoring/alerts.yaml`;

const alertSchema = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'warn']) }),
  annotations: z.strictObject({ summary: z.string(), action: z.string(), runbook: z.string() }),
});
const rulesSchema = z.strictObject({
  groups: z.tuple([z.strictObject({ name: z.literal('ajil'), rules: z.array(alertSchema) })]),
});
export type Alert = z.output<typeof alertSchema>;

export async function readAlerts(): Promise<Alert[]> {
  return rulesSchema.parse(parse(await readFile(ALERTS, 'utf8'))).groups[0].rules;
}

const { PUBLISHING, HUB, LOG, REDIS, PROCESS } = catalogue;
const GROUPS = {
  Publishing: PUBLISHING,
  Viewers: HUB,
  'The log': LOG,
  Redis: REDIS,
  Process: PROCESS,
};

function metricLists(): string {
  return Object.entries(GROUPS)
    .map(([title, group]) => {
      const lines = Object.values(group).map(
        ({ name, type, labels, help }: (typeof catalogue.METRICS)[number]) => {
          const by = labels.map((label) => `\`${label}\``).join(', ');
          return `- \`${name}\` (${type}${by === '' ? '' : ` by ${by}`}): ${help}`;
        },
      );
      return `### ${title}\n\n${lines.join('\n')}`;
    })
    .join('\n\n');
}

function alertLists(alerts: readonly Alert[]): string {
  return alerts
    .map(({ alert, labels: { severity }, annotations: { summary, action } }) =>
      [`### ${alert}`, `**${severity}.** ${summary}`, action].join('\n\n'),
    )
    .join('\n\n');
}

/** Between `<!-- name: … -->` and `<!-- /name -->`. */
function replaced(page: string, name: string, content: string): string {
  const part = new RegExp(`(<!-- ${name}:[^>]*-->)[^]*?(<!-- /${name} -->)`);
  if (!part.test(page)) throw new Error(`${PAGE} has no part named ${name}`);
  return page.replace(part, (_, begin: string, end: string) => [begin, content, end].join('\n\n'));
}

/** The page as it should be. */
export async function makePage(): Promise<string> {
  const page = await readFile(PAGE, 'utf8');
  const whole = replaced(
    replaced(page, 'metrics', metricLists()),
    'alerts',
    alertLists(await readAlerts()),
  );
  return format(whole, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
}

if (import.meta.main) await writeFile(PAGE, await makePage());
