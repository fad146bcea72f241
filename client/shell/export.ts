import { rankOf } from '../../shared/order.ts';
import { boardSchema, documentSchema, type ShownItem } from './answers.ts';
import type { Call } from './command.ts';
import { wrongUse } from './failure.ts';
import { pathOf } from './hub.ts';

const NINJS = 'application/vnd.iptc.ninjs+json';

/** Oldest first, so that whoever imports them publishes them in their order. */
export async function exportBoard(call: Call): Promise<void> {
  const { given, hub, screen, words } = call;
  const form = given.text('as') ?? 'lines';
  if (form !== 'lines' && form !== 'ninjs') {
    throw wrongUse(words.faults.notOneOf('as', 'lines, ninjs'));
  }
  const path = ['channels', call.channel(), 'headlines'];
  const { value } = await hub.read(boardSchema, pathOf(words, ...path));
  const documents: unknown[] = [];
  for (const item of value.headlines.toSorted(byAge)) {
    const document = form === 'lines' ? placed(item) : await ninjsOf(item);
    // Meanwhile it may have been withdrawn.
    if (document['pubStatus'] !== 'usable') continue;
    documents.push(document);
    if (!screen.isJson) screen.data(document);
  }
  if (screen.isJson) screen.data(documents);

  /** The hub makes it: there is one place where a headline becomes ninjs. */
  async function ninjsOf({ id }: ShownItem): Promise<Record<string, unknown>> {
    return (await hub.read(documentSchema, pathOf(words, ...path, id), NINJS)).value;
  }
}

/** Its age is another one after an import, and its place among the pinned is to be the same. */
function placed(item: ShownItem): ShownItem {
  return item.pinned ? { ...item, rank: rankOf(item) } : item;
}

function byAge(a: ShownItem, b: ShownItem): number {
  return Date.parse(a.firstCreated) - Date.parse(b.firstCreated);
}
