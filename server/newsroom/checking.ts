/**
 * Held while it is checked: a headline leaves every board at once, and may come back as it was. Its words wait
 * in the store, where no viewer sees them, each under the version that it had. **The danger** is a crash between
 * log and store: the words are in the store before they leave the log, and leave it after they are back, so that
 * at worst they are in both.
 */
import type { Channel } from '../../shared/channel.ts';
import type { UsableHeadline, WithheldHeadline } from '../../shared/headline.ts';
import { Problem } from '../../shared/problem.ts';
import { CHECKED } from '../store/records.ts';
import { openShelf } from '../store/shelf.ts';
import type { Store } from '../store/store.ts';
import type { Appended } from '../wire/wire.ts';
import { identityOf, isWithdrawn, type Deed, type Writing } from './writing.ts';

/** Repeating any of it changes nothing. Problems: `headline_unknown`, `withdrawn`. */
export interface Checking {
  withhold(
    channel: Channel,
    id: string,
    options: { edNote?: string },
    deed: Deed,
  ): Promise<Appended>;
  /** At its place on the board, as a version of its own. */
  restore(channel: Channel, id: string, deed: Deed): Promise<Appended>;
  /** Deletes the words of a headline that will not come back. */
  forget(channel: Channel, id: string): Promise<void>;
}

export interface CheckingPorts {
  readonly store: Store;
  readonly writing: Writing;
  readonly now: () => number;
}

export function createChecking({ store, writing, now }: CheckingPorts): Checking {
  const shelf = openShelf(store, CHECKED);
  const { append, current, persist } = writing;
  const time = (): string => new Date(now()).toISOString();

  async function withholdOnce(
    ...[channel, id, { edNote }, deed]: Parameters<Checking['withhold']>
  ): Promise<Appended> {
    const found = await current(channel, id);
    const { headline } = found;
    if (headline.pubStatus === 'withheld') return found;
    if (headline.pubStatus === 'canceled') throw isWithdrawn(id);
    await store.write([shelf.put({ channel: channel.name, headline })]);
    const withheld: WithheldHeadline = {
      ...identityOf(headline),
      version: headline.version + 1,
      pubStatus: 'withheld',
      versionCreated: time(),
      ...(edNote === undefined ? {} : { edNote }),
    };
    return append(channel, withheld, deed, { act: 'withhold', before: headline });
  }

  async function wordsOf({ name }: Channel, before: WithheldHeadline): Promise<UsableHeadline> {
    const { id, version } = before;
    const key = CHECKED.idOf({ channel: name, headline: { id, version: version - 1 } });
    const words = (await shelf.find(key))?.value.headline;
    if (words) return words;
    throw new Problem(
      'headline_unknown',
      `The words of ${id} are lost: withdraw it, and send anew`,
    );
  }

  async function restoreOnce(channel: Channel, id: string, deed: Deed): Promise<Appended> {
    const found = await current(channel, id);
    const { headline: before } = found;
    if (before.pubStatus === 'usable') return found;
    if (before.pubStatus === 'canceled') throw isWithdrawn(id);
    const { edNote, ...words } = await wordsOf(channel, before);
    const restored = { ...words, version: before.version + 1, versionCreated: time() };
    return append(channel, restored, deed, { act: 'restore', before });
  }

  async function forget({ name }: Channel, id: string): Promise<void> {
    const all = (await shelf.all()).map(({ value }) => value);
    const own = all.filter(({ channel, headline }) => channel === name && headline.id === id);
    if (own.length > 0) await store.write(own.map((one) => shelf.remove(CHECKED.idOf(one))));
  }

  return {
    async withhold(channel, id, options, deed) {
      const earlier = await writing.earlier(channel, deed);
      return earlier ?? persist(() => withholdOnce(channel, id, options, deed));
    },
    async restore(channel, id, deed) {
      const earlier = await writing.earlier(channel, deed);
      if (earlier) return earlier;
      const restored = await persist(() => restoreOnce(channel, id, deed));
      await forget(channel, id);
      return restored;
    },
    forget,
  };
}
