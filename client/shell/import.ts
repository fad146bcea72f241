import { itemSchema } from './answers.ts';
import type { Call } from './command.ts';
import { Failure, Refusal } from './failure.ts';
import { pathOf } from './hub.ts';
import { readItems, type ImportItem } from './import-items.ts';
import { readInput } from './input.ts';
import { nameOf } from './item-lines.ts';
import type { Line } from './screen.ts';

/**
 * One after another, because the order of the lines is the order on the board. A refused line does not keep the
 * others back; a hub that is away does, for what came after would stand before it.
 */
export async function importLines(call: Call): Promise<void> {
  const { hub, screen, words, world } = call;
  const channel = call.channel();
  const path = pathOf(words, 'channels', channel, 'headlines');
  const items = readItems(await readInput(call.operand(0), world, words), channel, words);
  let refused = 0;
  let taken = 0;

  async function send({ line, body, key }: ImportItem): Promise<void> {
    const headers = { 'Idempotency-Key': key };
    const request = { method: 'POST', path, headers, body, isRepeatable: true } as const;
    const { raw, value } = await hub.send(itemSchema, request);
    taken += 1;
    screen.show({ line, published: raw }, [[`${line}  ${nameOf(value, words)}`]]);
  }

  for (const item of items) {
    try {
      await send(item);
    } catch (error) {
      if (!(error instanceof Refusal) || concernsAll(error)) {
        throw brokenOff(error, taken + refused, items.length);
      }
      refused += 1;
      const { line } = item;
      const { problem } = error;
      const said: Line = [
        { mark: `${line}  ${words.said.refused}`, colour: 'red' },
        ` (${problem.code}): `,
        { quote: problem.detail },
      ];
      screen.note({ line, problem }, [said]);
    }
  }
  const total = words.said.imported(taken, refused);
  if (refused > 0) throw new Failure('refused', 'lines_refused', total);
  screen.note({ published: taken, refused }, [[total]]);

  /** What was sent so far stands; the same import goes on where it broke off. */
  function brokenOff(error: unknown, done: number, of: number): unknown {
    screen.note({ answered: done, of }, [[words.faults.repeatImport(done, of)]]);
    return error;
  }
}

/** The next line would be refused in the same way. */
function concernsAll({ exit, problem }: Refusal): boolean {
  return exit !== 'refused' || /^key_|^channel_unknown$/.test(problem.code);
}
