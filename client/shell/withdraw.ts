import type { Call } from './command.ts';
import { nameOf, textOf } from './item-lines.ts';
import { findItem, sendOnce } from './sending.ts';

export async function withdraw(call: Call): Promise<void> {
  const { given, screen, words } = call;
  const note = given.text('note');
  const body = note === undefined ? {} : { body: { edNote: note } };
  const { path, before, headers } = await findItem(call);
  const { raw, value } = await sendOnce(call, { method: 'DELETE', path, headers, ...body });
  screen.show({ before, after: raw }, [
    [{ mark: `× ${words.said.withdrawn}`, colour: 'red' }, '  ', nameOf(value, words)],
    [`  ${words.said.before}: `, textOf(before, words)],
  ]);
}
