import { expect, it } from 'vitest';
import { createCopy } from './redis-copy.ts';
import { changeMessage } from './redis-script.ts';

it('W7 takes what a later version tells, without the kinds that it does not know', () => {
  const copy = createCopy('store', 7, [['breaking', '3 {"old":1}']]);
  const message = [
    'store',
    8,
    [
      ['channel', 'breaking', '{"new":1}'],
      ['drone', 'x', '{}'],
    ],
  ];
  const [id, revision, changes] = changeMessage.parse(message);
  if (changes === 'all') throw new Error('It told each change');
  expect(copy.take(id, revision, changes)).toBe(true);
  expect(copy.revision).toBe(8);
  expect(copy.fields()).toEqual(['2', 'breaking', '8 {"new":1}']);
});

it('W7 takes what it has read already once, and nothing beyond what it has not heard', () => {
  const copy = createCopy('store', 7, [['breaking', '7 {}']]);
  expect(copy.take('store', 7, [['channel', 'breaking', '']])).toBe(true);
  expect(copy.take('store', 9, [['channel', 'breaking', '']])).toBe(false);
  expect(copy.take('another', 8, [['channel', 'breaking', '']])).toBe(false);
  expect(copy.fields()).toEqual(['2', 'breaking', '7 {}']);
  expect(copy.take('store', 8, [['channel', 'breaking', '']])).toBe(true);
  expect(copy.fields()).toEqual([]);
});
