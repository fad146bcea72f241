/** What a hub tells of itself, as Prometheus would read it. */
import { parseExposition, type Family } from './exposition.ts';

export interface Scrape {
  readonly families: readonly Family[];
  /**
   * The sum of all series of that name with these labels; 0 where there are none yet, an error where
   * nothing of that name is told.
   */
  sum(name: string, labels?: Readonly<Record<string, string>>): number;
}

/** `patience`: ms. */
export async function scrape(hub: string, token?: string, patience = 10_000): Promise<Scrape> {
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` };
  const signal = AbortSignal.timeout(patience);
  const answer = await fetch(`${hub}/metrics`, { signal, ...(headers ? { headers } : {}) });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}: ${text}`);
  const families = parseExposition(text);
  return {
    families,
    sum(name, labels = {}) {
      const family = families.find(({ name: of }) => name.replace(/_(sum|count)$/, '') === of);
      const exact = families.find(({ name: of }) => name === of) ?? family;
      if (!exact) throw new Error(`Nothing is told of ${name}`);
      const wanted = Object.entries(labels);
      return exact.samples
        .filter((one) => one.name === name)
        .filter((one) => wanted.every(([label, value]) => one.labels[label] === value))
        .reduce((total, { value }) => total + value, 0);
    },
  };
}
