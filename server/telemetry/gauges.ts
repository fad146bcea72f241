/** Gauges and counters whose value is somebody else's, and is looked up when a scrape asks for it. */
import { Counter, Gauge, type Registry } from 'prom-client';

interface Shown<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
}

/** Values with their labels; those that are no longer among them are gone. */
export type Readings<Label extends string> = Iterable<
  readonly [labels: Readonly<Record<Label, string>>, value: number]
>;

export function showGauge<Label extends string>(
  registry: Registry,
  { name, help, labels }: Shown<Label>,
  read: () => Readings<Label>,
): void {
  new Gauge({
    ...{ name, help, labelNames: labels, registers: [registry] },
    collect() {
      this.reset();
      for (const [of, value] of read()) this.set({ ...of }, value);
    },
  });
}

/** `read` gives totals, and none is ever less than before. */
export function showCounter<Label extends string>(
  registry: Registry,
  { name, help, labels }: Shown<Label>,
  read: () => Readings<Label>,
): void {
  new Counter({
    ...{ name, help, labelNames: labels, registers: [registry] },
    collect() {
      this.reset();
      for (const [of, value] of read()) this.inc({ ...of }, value);
    },
  });
}

export function showNumber(registry: Registry, what: Shown<never>, read: () => number): void {
  showGauge(registry, what, () => [[{}, read()]]);
}
