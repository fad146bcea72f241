/** How a headline stands on the screen. */
import type { Item } from './answers.ts';
import type { Part } from './screen.ts';
import type { Words } from './words.ts';

/** A withdrawn one has no text any more, and that of a withheld one nobody sees. */
export function textOf(item: Item, words: Words): Part {
  if (item.pubStatus === 'usable') return { quote: item.headline, language: item.language };
  return item.pubStatus === 'canceled' ? words.said.withdrawn : words.said.withheld;
}

/** `story-1, version 2` */
export function nameOf({ id, version }: Item, words: Words): string {
  return `${id}, ${words.said.version} ${version}`;
}
