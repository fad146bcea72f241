/**
 * The metrics of a node. A scrape reaches one of the workers that share a port, and it answers for all:
 * each series has the label `worker`, so a worker that was replaced begins its own counters anew, which
 * `rate()` understands, and no total of others goes backwards.
 */
import { AggregatorRegistry, Registry } from 'prom-client';
import { z } from 'zod';
import { PROCESS } from './catalogue.ts';

/** As prom-client gives them, and as workers tell each other. */
export const familiesSchema = z.array(
  z.object({
    name: z.string(),
    help: z.string(),
    type: z.string(),
    aggregator: z.literal('sum'),
    values: z.array(
      z.object({
        value: z.number(),
        labels: z.record(z.string(), z.union([z.string(), z.number()])),
        metricName: z.string().optional(),
      }),
    ),
  }),
);
export type Families = z.output<typeof familiesSchema>;

export interface Metrics {
  /** Where instruments are put. */
  readonly registry: Registry;
  readonly contentType: string;
  /** Of this process alone. */
  own(): Promise<Families>;
  /** Of all workers of this node, as Prometheus reads them. */
  scrape(): Promise<string>;
}

/** The other workers of this node. */
export interface Colleagues {
  /** The families of each, by its number; undefined of those that have not answered in time. */
  ask(): Promise<ReadonlyMap<number, Families | undefined>>;
}

export interface MetricsPorts {
  /** The number of this worker; 1 where it is alone. */
  readonly worker: number;
  readonly colleagues?: Colleagues | undefined;
}

export function openMetrics({ worker, colleagues }: MetricsPorts): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ worker: String(worker) });

  const own = async (): Promise<Families> =>
    familiesSchema.parse(await registry.getMetricsAsJSON());

  return {
    registry,
    contentType: registry.contentType,
    own,
    async scrape() {
      const [mine, others] = await Promise.all([own(), colleagues?.ask()]);
      const told = [...(others ?? [])].map(([number, families]) => families ?? [isDown(number)]);
      return AggregatorRegistry.aggregate([mine, ...told]).metrics();
    },
  };
}

function isDown(worker: number): Families[number] {
  const { name, help, type } = PROCESS.workerUp;
  const values = [{ value: 0, labels: { worker: String(worker) } }];
  return { name, help, type, aggregator: 'sum', values };
}
