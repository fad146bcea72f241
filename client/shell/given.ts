/** The command line of one command, read strictly: what it does not know, it names, and does nothing. */
import { parseArgs } from 'node:util';
import { wrongUse } from './failure.ts';
import { isOption, OPTIONS, valueOf, type OptionName } from './options.ts';
import type { Words } from './words.ts';

export interface Given {
  readonly operands: readonly string[];
  has(name: OptionName): boolean;
  text(name: OptionName): string | undefined;
  /** Names with commas between them. */
  list(name: OptionName): string[] | undefined;
  whole(name: OptionName): number | undefined;
  number(name: OptionName): number | undefined;
}

/** `most`: operands; `known`: the options of the command. Throws a failure of wrong use. */
export function readGiven(
  typed: readonly string[],
  known: readonly OptionName[],
  most: number,
  words: Words,
): Given {
  const { values, operands } = tokensOf(typed, known, words);
  const [superfluous] = operands.slice(most);
  if (superfluous !== undefined) throw wrongUse(words.faults.superfluous(superfluous));
  const text = (name: OptionName): string | undefined => values.get(name);
  return {
    operands,
    has: (name) => values.has(name),
    text,
    list: (name) =>
      text(name)
        ?.split(',')
        .map((one) => one.trim()),
    whole(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^\d{1,9}$/.test(value)) throw wrongUse(words.faults.notWhole(name, value));
      return Number(value);
    },
    number(name) {
      const value = text(name);
      if (value === undefined) return undefined;
      if (!/^-?\d{1,16}(\.\d{1,16})?$/.test(value)) {
        throw wrongUse(words.faults.notNumber(name, value));
      }
      return Number(value);
    },
  };
}

function tokensOf(typed: readonly string[], known: readonly OptionName[], words: Words) {
  const options = Object.entries(OPTIONS).map(
    ([name, form]) => [name, { type: 'value' in form ? 'string' : 'boolean' } as const] as const,
  );
  // Not by its own strictness, whose messages are in English alone and do not say what a command knows.
  const { tokens } = parseArgs({
    args: [...typed],
    options: Object.fromEntries(options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<OptionName, string>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    if (['key', 'api-key', 'token'].includes(name)) throw wrongUse(words.faults.keyAsOption);
    if (!isOption(name) || !rawName.startsWith('--') || !known.includes(name)) {
      throw wrongUse(words.faults.unknownOption(rawName));
    }
    if (values.has(name)) throw wrongUse(words.faults.twice(name));
    values.set(name, checked(name, { value, isInline: inlineValue === true }, words));
  }
  return { values, operands };
}

function checked(
  name: OptionName,
  { value, isInline }: { value: string | undefined; isInline: boolean },
  words: Words,
): string {
  const wanted = valueOf(name);
  if (wanted === undefined) {
    if (value !== undefined) throw wrongUse(words.faults.noValue(name));
    return '';
  }
  // `--urgency --pinned`: the value was forgotten, and the next option is not meant as one.
  if (value === undefined || (!isInline && value.startsWith('-') && value !== '-')) {
    throw wrongUse(words.faults.needsValue(name, wanted));
  }
  return value;
}
