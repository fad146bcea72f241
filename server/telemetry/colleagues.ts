/** Asks the other workers of this node for their metrics, over the Unix socket of each. */
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { familiesSchema, type Colleagues, type Families } from './metrics.ts';

export interface ColleaguesPorts {
  /** The number of this worker, and how many there are. */
  readonly number: number;
  readonly count: number;
  /** Where a worker listens. */
  readonly socketOf: (number: number) => string;
  /** What each is asked for; it must answer with its own families alone. */
  readonly path: string;
  /** METRICS_TOKEN. */
  readonly token: string | undefined;
}

/** ms. Prometheus gives a scrape 10 s; a worker that hangs must not take that from the others. */
const PATIENCE = 1_000;

export function openColleagues(ports: ColleaguesPorts): Colleagues {
  const { number, count, socketOf, path, token } = ports;
  const numbers = Array.from({ length: count }, (_, n) => n + 1).filter((one) => one !== number);
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };

  function askOne(one: number): Promise<Families> {
    return new Promise((resolve, reject) => {
      const asked = request({
        ...{ socketPath: socketOf(one), path, headers },
        // Neighbours leave the closing of a kept connection to who opened it.
        agent: false,
        signal: AbortSignal.timeout(PATIENCE),
      });
      asked.once('error', reject);
      asked.once('response', (answer) => {
        json(answer)
          .then((told) => resolve(familiesSchema.parse(told)))
          .catch(reject);
      });
      asked.end();
    });
  }

  return {
    async ask() {
      const answers = await Promise.allSettled(numbers.map(askOne));
      return new Map(
        answers.map((answer, n) => [
          numbers[n] ?? 0,
          answer.status === 'fulfilled' ? answer.value : undefined,
        ]),
      );
    },
  };
}
