import { describe, expect, test } from 'vitest';
import { documents, outdated } from './manifest.ts';
import { readClient } from './manifest-read.ts';
import { readSource } from './manifest-source.ts';

/** Reads client/ with one change to one of its files. */
function readWith(file: string, from: string, to: string) {
  return (path: string): string => {
    const text = readClient(path);
    if (path !== file) return text;
    expect(text).toContain(from);
    return text.replaceAll(from, to);
  };
}

const ELEMENT = 'widget/element.ts';
const MARKUP = 'widget/Ticker.svelte';

describe('what is documented of the ticker', () => {
  test('G6 the documents on disk are what the code makes', async () => {
    expect(outdated(await documents())).toEqual([]);
  });

  test.each([
    [
      'an event without a tag',
      ELEMENT,
      ' ajil-click - ',
      ' ajil-press - ',
      'ajil-click has 0 tags',
    ],
    ['an event that nothing tells', ELEMENT, ' ajil-click - ', ' ajil-press - ', 'no such event'],
    ['a detail without a type', ELEMENT, '{ headline: ', '{ item: ', 'does not name headline'],
    ['a part without a tag', MARKUP, 'part="tag"', 'part="sign"', 'part sign has 0 tags'],
    ['a tag without a part', MARKUP, 'part="tag"', '', '@csspart tag: the code has no such part'],
    ['a part of another form', MARKUP, "? 'pause' :", "? 'stop' + '' :", 'is not understood'],
    ['a property without a tag', ELEMENT, '--ajil-ink - ', '--ajil-pen - ', '--ajil-ink has 0'],
    ['a tag without a text', ELEMENT, '--ajil-ink - ', '--ajil-ink ', 'is not of the form'],
    ['another default', 'widget/settings.ts', 'Default: 70', 'Default: 80', 'the comment says 80'],
    ['a language more', 'widget/messages.ts', '  fr: ', '  de: ', 'does not name de'],
    [
      'a method without a comment',
      ELEMENT,
      'play(): void',
      'go(): void {} play(): void',
      'play has',
    ],
  ])('G6 %s is a fault', (_, file, from, to, fault) => {
    expect(() => readSource(readWith(file, from, to))).toThrow(fault);
  });
});
