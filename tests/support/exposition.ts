/**
 * A strict reader of Prometheus' text format 0.0.4
 * (https://prometheus.io/docs/instrumenting/exposition_formats/): what it does not know is an error, and so
 * is what Prometheus would take and an operator would curse: a series twice, a family without help.
 */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

const TYPES = ['counter', 'gauge', 'histogram'];
const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/y;

interface Open {
  readonly name: string;
  readonly help: string;
  type: string;
  readonly samples: Sample[];
}

export function parseExposition(text: string): Family[] {
  if (!text.endsWith('\n')) throw new Error('The last line does not end');
  const families = new Map<string, Open>();
  const seen = new Set<string>();
  let current: Open = { name: '', help: '', type: '', samples: [] };

  function take(line: string): void {
    const [, kind, of = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line) ?? [];
    if (kind === 'HELP') {
      if (families.has(of)) throw new Error(`${of} comes in two pieces`);
      current = { name: of, help: rest, type: '', samples: [] };
      families.set(of, current);
    } else if (kind === 'TYPE') {
      if (current.name !== of || current.type !== '') throw new Error(`Misplaced: ${line}`);
      if (!TYPES.includes(rest)) throw new Error(`Unknown type: ${line}`);
      current.type = rest;
    } else {
      takeSample(line);
    }
  }

  function takeSample(line: string): void {
    const sample = sampleOf(line);
    const series = JSON.stringify([sample.name, Object.entries(sample.labels).sort()]);
    if (seen.has(series)) throw new Error(`Twice: ${line}`);
    if (!belongs(sample, current)) throw new Error(`Misplaced: ${line}`);
    seen.add(series);
    current.samples.push(sample);
  }

  for (const line of text.split('\n')) if (line !== '') take(line);
  const all = [...families.values()];
  for (const family of all) if (family.type === 'histogram') checkHistogram(family);
  return all;
}

function sampleOf(line: string): Sample {
  const [, name = '', inside = '', text = ''] = LINE.exec(line) ?? [];
  if (name === '') throw new Error(`Not a sample: ${line}`);
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < inside.length) {
    const [, label, value = ''] = LABEL.exec(inside) ?? [];
    if (label === undefined || label in labels) throw new Error(`Not labels: ${line}`);
    labels[label] = value.replace(/\\(["\\n])/g, (_, sign) => (sign === 'n' ? '\n' : String(sign)));
  }
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Error(`Not a number: ${line}`);
  return { name, labels, value };
}

function belongs({ name, labels, value }: Sample, { name: of, type }: Open): boolean {
  if (type === 'histogram') {
    if (name === `${of}_bucket`) return 'le' in labels;
    return name === `${of}_sum` || name === `${of}_count`;
  }
  return name === of && (type === 'gauge' || (type === 'counter' && value >= 0));
}

/** Of each series the buckets rise, and the last holds all. */
function checkHistogram({ name, samples }: Open): void {
  const series = new Map<string, { le: number; value: number }[]>();
  const counts = new Map<string, number>();
  for (const { name: part, labels, value } of samples) {
    const { le, ...rest } = labels;
    const key = JSON.stringify(Object.entries(rest).sort());
    if (part === `${name}_count`) counts.set(key, value);
    if (le === undefined) continue;
    const bound = le === '+Inf' ? Infinity : Number(le);
    series.set(key, [...(series.get(key) ?? []), { le: bound, value }]);
  }
  if (counts.size !== series.size) throw new Error(`${name} lacks buckets or counts`);
  for (const [key, buckets] of series) {
    const rises = buckets.every(({ le, value }, n) => {
      const before = buckets[n - 1] ?? { le: -Infinity, value: 0 };
      return le > before.le && value >= before.value;
    });
    const last = buckets.at(-1);
    const isWhole = last?.le === Infinity && last.value === counts.get(key);
    if (!rises || !isWhole) throw new Error(`${name}${key} has wrong buckets`);
  }
}
