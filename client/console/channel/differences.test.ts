import { expect, it } from 'vitest';
import { differences } from './differences.ts';

it('C5 what differs is told in whole words, in Arabic too', () => {
  expect(differences('مقتل ثلاثة في حادث', 'مقتل أربعة في حادث')).toEqual([
    { text: 'مقتل ', kind: 'same' },
    { text: 'ثلاثة', kind: 'removed' },
    { text: 'أربعة', kind: 'added' },
    { text: ' في حادث', kind: 'same' },
  ]);
  expect(differences('خبر', 'خبر')).toEqual([{ text: 'خبر', kind: 'same' }]);
});
