import type { Call } from './command.ts';
import { wrongUse } from './failure.ts';
import { fieldsOf, removalsOf, type Fields } from './fields.ts';
import { readText } from './input.ts';
import { nameOf, textOf } from './item-lines.ts';
import { findItem, sendOnce } from './sending.ts';

export async function correct(call: Call): Promise<void> {
  const { given, screen, words, world } = call;
  const body: Fields = { ...fieldsOf(call), ...removalsOf(call) };
  const note = given.text('note');
  const typed = given.operands[1];
  if (typed === undefined && Object.keys(body).length === 0 && note === undefined) {
    throw wrongUse(words.faults.nothingToChange);
  }
  if (typed !== undefined) body['headline'] = await readText(typed, world, words);
  if (note !== undefined) body['edNote'] = note;
  const { path, before, headers } = await findItem(call);
  const { raw, value: after } = await sendOnce(call, { method: 'PATCH', path, headers, body });
  screen.show({ before, after: raw }, [
    [{ mark: `~ ${words.said.corrected}`, colour: 'yellow' }, '  ', nameOf(after, words)],
    [`  ${words.said.before}: `, textOf(before, words)],
    [`  ${words.said.after}: `, textOf(after, words)],
  ]);
}
