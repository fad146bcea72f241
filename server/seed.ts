/** What a hub has when it starts for the first time. */
import { randomInt, randomUUID } from 'node:crypto';
import { FIRST_CHANNEL } from '../shared/channel.ts';
import { firstInvitation } from './access/invitations.ts';
import { makeKey } from './access/keys.ts';
import { newToken } from './access/token.ts';
import type { Config } from './config.ts';
import { CHANNELS, INVITATIONS, KEYS } from './store/records.ts';
import { openShelf } from './store/shelf.ts';
import type { Store } from './store/store.ts';

const sources = { now: Date.now, newId: randomUUID, randomBelow: randomInt };

/** What a first start made, to be shown once. */
export interface First {
  readonly key: string | undefined;
  readonly token: string;
}

/**
 * The first channel, an invitation for the first admin, and an admin key where none comes from outside; once,
 * of many nodes.
 */
export async function seed(store: Store, { adminKey }: Config): Promise<First | undefined> {
  const grant = { name: 'first admin key', role: 'admin', channels: null } as const;
  const key = adminKey === undefined ? makeKey(grant, sources) : undefined;
  const channels = openShelf(store, CHANNELS).put(FIRST_CHANNEL);
  const keys = key ? [openShelf(store, KEYS).put(key.stored)] : [];
  const token = newToken();
  const invitation = openShelf(store, INVITATIONS).put(firstInvitation(token, Date.now()));
  const isFirst = await store.seed([channels, invitation, ...keys]);
  return isFirst ? { key: key?.secret, token } : undefined;
}
