/** What Prometheus reads: no part of the public API, so it is not in the document. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { Problem } from '../../shared/problem.ts';

export interface MetricsPorts {
  readonly metrics: {
    readonly contentType: string;
    /** Of this process alone, for the other workers. */
    own(): Promise<readonly object[]>;
    /** Of the whole node. */
    scrape(): Promise<string>;
  };
  /** METRICS_TOKEN; undefined: whoever reaches the port may read. */
  readonly metricsToken: string | undefined;
}

/** How a worker asks another: only with the token, and there is no more to see than in the whole. */
export const OWN_METRICS = '/metrics?of=worker';

export function metricsRoutes({ metrics, metricsToken }: MetricsPorts) {
  const expected = metricsToken === undefined ? undefined : digestOf(metricsToken);

  return new Hono().get('/metrics', async (context) => {
    if (expected) check(expected, context.req.header('authorization'));
    context.header('Cache-Control', 'no-store');
    if (context.req.query('of') === 'worker') return context.json(await metrics.own());
    return context.body(await metrics.scrape(), 200, { 'Content-Type': metrics.contentType });
  });
}

function check(expected: Uint8Array, authorization: string | undefined): void {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) {
    const detail = 'Send the header «Authorization: Bearer <METRICS_TOKEN>»';
    throw new Problem('key_missing', detail, [{ field: 'header Authorization', detail }]);
  }
  if (timingSafeEqual(expected, digestOf(token))) return;
  const detail = 'This is not the METRICS_TOKEN of this hub';
  throw new Problem('key_unknown', detail, [{ field: 'header Authorization', detail }]);
}

/** Of one length for all, as the comparison asks for. */
function digestOf(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}
