/** What a scrape looks up of a node: its viewers, its channels, its link to Redis. */
import type { Registry } from 'prom-client';
import type { Boards } from '../boards/boards.ts';
import type { LinkHealth } from '../redis/link.ts';
import { HUB, LOG, REDIS } from './catalogue.ts';
import { showCounter, showGauge, showNumber } from './gauges.ts';

export interface HubState {
  readonly boards: Pick<Boards, 'channels' | 'position'>;
  /** Viewers by transport. */
  readonly transports: () => ReadonlyMap<string, number>;
  readonly maxViewers: number;
  readonly isDraining: () => boolean;
  /** undefined: there is no Redis. */
  readonly link: (() => LinkHealth) | undefined;
}

const TRANSPORTS = ['websocket', 'polling'] as const;

export function showHub(registry: Registry, state: HubState): void {
  const { boards, transports, maxViewers, isDraining, link } = state;
  showGauge(registry, HUB.viewers, () => {
    const counts = transports();
    const names = new Set([...TRANSPORTS, ...counts.keys()]);
    return [...names].map((transport) => [{ transport }, counts.get(transport) ?? 0]);
  });
  showNumber(registry, HUB.viewersLimit, () => maxViewers);
  showNumber(registry, HUB.draining, () => Number(isDraining()));
  // Only admins make channels, so there are not many names.
  showGauge(registry, LOG.heads, () =>
    boards.channels().flatMap(({ name }) => {
      const position = boards.position(name);
      return position ? [[{ channel: name }, position.seq] as const] : [];
    }),
  );
  if (link) showLink(registry, link);
}

function showLink(registry: Registry, link: () => LinkHealth): void {
  showNumber(registry, REDIS.echoAge, () => link().echoAge / 1_000);
  showCounter(registry, REDIS.reconnects, () => {
    const { commands, bell } = link().reconnects;
    return [
      [{ connection: 'commands' }, commands],
      [{ connection: 'subscriber' }, bell],
    ];
  });
}
