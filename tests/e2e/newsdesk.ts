/** An editor at work on one channel, over HTTP; every act is expected to be taken. */
import { z } from 'zod';
import type { Channel } from '../../shared/channel.ts';
import type { UsableHeadline } from '../../shared/headline.ts';
import { request } from '../support/request.ts';

export type Draft = Pick<UsableHeadline, 'headline'> &
  Partial<
    Pick<UsableHeadline, 'urgency' | 'language' | 'source' | 'url' | 'expires' | 'pinned' | 'rank'>
  >;

const item = z.object({ id: z.string(), version: z.number() });
const board = z.object({ headlines: z.array(z.object({ headline: z.string() })) });

export type Item = z.output<typeof item>;

export interface Newsdesk {
  publish(draft: Draft): Promise<Item>;
  /** In one request. */
  publishAll(drafts: readonly Draft[]): Promise<void>;
  correct(item: Item, correction: Partial<Draft>): Promise<Item>;
  withdraw(item: Item): Promise<void>;
  /** The headlines of the board, first one first. */
  board(): Promise<string[]>;
  createChannel(channel: Pick<Channel, 'name' | 'title'> & Partial<Channel>): Promise<void>;
}

export function openNewsdesk(hub: string, channel = 'breaking'): Newsdesk {
  const headlines = `/api/channels/${channel}/headlines`;

  async function call(method: string, path: string, body?: unknown, version?: number) {
    const ifMatch = version === undefined ? {} : { 'if-match': `"${version}"` };
    const answer = await request(hub + path, method, body, ifMatch);
    if (answer.status < 300) return answer.body;
    throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  return {
    publish: async (draft) => item.parse(await call('POST', headlines, draft)),
    async publishAll(drafts) {
      await call('POST', headlines, drafts);
    },
    async correct({ id, version }, correction) {
      return item.parse(await call('PATCH', `${headlines}/${id}`, correction, version));
    },
    async withdraw({ id }) {
      await call('DELETE', `${headlines}/${id}`);
    },
    async board() {
      return board.parse(await call('GET', headlines)).headlines.map(({ headline }) => headline);
    },
    async createChannel(made) {
      await call('POST', '/api/channels', made);
    },
  };
}
