/** This hub, as an operator runs it, on Redis; known here by its public contract alone. */
import { z } from 'zod';
import { startHubProcess } from '../../support/hub-process.ts';
import { ENGINE_PATH } from '../../support/raw-link.ts';
import { request } from '../../support/request.ts';
import type { Target } from '../crowd/orders.ts';
import { collectGarbage, INSPECTABLE } from '../../support/inspector.ts';
import { NAMES } from './names.ts';
import { openPublisher } from '../publishers.ts';
import type { Contender, ContenderKind, Ground } from './contender.ts';
import { HEADLINE_BYTES, headlineOf } from './headlines.ts';
import { countReads } from './redis-reads.ts';

/** A full board. */
const HEADLINES = 20;
/** Nobody watches it. */
const ASIDE = { name: 'aside', title: 'aside', language: 'ar' };
const positionSchema = z.object({ epoch: z.string(), seq: z.number() });
type Position = z.infer<typeof positionSchema>;

export const hub: ContenderKind = { name: NAMES.hub, start };

async function start({ pinned, redisUrl, folder }: Ground): Promise<Contender> {
  const process_ = await startHubProcess({
    dataDir: await folder(),
    redisUrl,
    // The bench asks for no more than the machine can hold.
    maxViewers: 1_000_000,
    environment: { MAX_CONNECTS_PER_SECOND: '1000000' },
    command: [...pinned, process.execPath, ...INSPECTABLE],
  });
  const { url, pid } = process_;
  const publisher = openPublisher(url, { headline: headlineOf });
  await request(`${url}/api/channels`, 'POST', ASIDE);
  const aside = openPublisher(url, { channel: ASIDE.name });
  for (let n = 0; n < HEADLINES; n += 1) await publisher.publish();
  return {
    pid,
    target: targetOf(url, null),
    publish: () => publisher.publish(),
    publishAside: () => aside.publish(),
    tidy: () => collectGarbage(process_),
    async prepareReturn() {
      const { body } = await request(`${url}/api/channels/breaking/headlines`);
      const position = positionSchema.parse(body);
      await publisher.publish();
      return targetOf(url, position);
    },
    redisReads: () => countReads(redisUrl),
    async close() {
      publisher.close();
      aside.close();
      await process_.kill();
    },
  };
}

function targetOf(url: string, position: Position | null): Target {
  return {
    port: Number(new URL(url).port),
    path: ENGINE_PATH,
    hello: `40${JSON.stringify({ channels: { breaking: position } })}`,
    welcome: position ? '42["entries",' : '42["snapshot",',
    welcomeBytes: HEADLINE_BYTES * (position ? 1 : HEADLINES),
    missed: position ? [position.seq + 1] : null,
    delivery: '42["entries",',
  };
}
