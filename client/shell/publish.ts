import type { Call } from './command.ts';
import { fieldsOf } from './fields.ts';
import { pathOf } from './hub.ts';
import { readText } from './input.ts';
import { nameOf, textOf } from './item-lines.ts';
import { sendOnce } from './sending.ts';

export async function publish(call: Call): Promise<void> {
  const { given, screen, words, world } = call;
  const path = pathOf(words, 'channels', call.channel(), 'headlines');
  const fields = fieldsOf(call);
  const headline = await readText(call.operand(0), world, words);
  const id = given.text('id');
  const body = { headline, ...fields, ...(id === undefined ? {} : { id }) };
  const { raw, value } = await sendOnce(call, { method: 'POST', path, body });
  screen.show(raw, [
    [{ mark: `+ ${words.said.published}`, colour: 'green' }, '  ', nameOf(value, words)],
    ['  ', textOf(value, words)],
  ]);
}
