/** From what was typed to an exit code. Whatever goes wrong is said here, once. */
import { wordsOf } from './catalogues.ts';
import type { Call, Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { EXIT } from './exit.ts';
import { Failure, Refusal, wrongUse } from './failure.ts';
import { readGiven, type Given } from './given.ts';
import { showAll, showCommands } from './help.ts';
import { createHub, originOf } from './hub.ts';
import { readKey } from './key.ts';
import { asLanguage, languageOf, LANGUAGES, type ShellLanguage } from './language.ts';
import { EVERYWHERE, valueOf } from './options.ts';
import { createScreen, type Line, type Screen } from './screen.ts';
import type { Words } from './words.ts';
import type { World } from './world.ts';

const HUB = 'http://127.0.0.1:3000';
/** Seconds. */
const WAIT = 30;

interface Setting {
  readonly world: World;
  readonly words: Words;
  readonly screen: Screen;
  readonly language: ShellLanguage;
}

/** Resolves with the exit code; rejects only where the shell itself is at fault. */
export async function runShell(world: World): Promise<number> {
  const language = languageIn(world);
  const words = wordsOf(language);
  const screen = screenOf(world, optionsIn(world).includes('--json'));
  try {
    await run({ world, words, screen, language });
    return EXIT.done;
  } catch (error) {
    if (error instanceof Failure) {
      screen.note({ code: error.code, detail: error.message }, [[error.message]]);
    } else if (error instanceof Refusal) {
      screen.note(error.problem, linesOf(error));
    } else {
      throw error;
    }
    return EXIT[error.exit];
  }
}

async function run(setting: Setting): Promise<void> {
  const { world, words, screen } = setting;
  const [first] = world.typed;
  if (first === undefined || first === '--help') {
    showAll(screen, words, COMMANDS);
    return;
  }
  const found = commandOf(world.typed);
  if (!found) {
    explainGroup(first, setting);
    return;
  }
  const { command, rest } = found;
  const known = [...command.options, ...EVERYWHERE];
  const given = readGiven(rest, known, mostOperands(command), words);
  if (given.has('help')) {
    showCommands(screen, words, [command]);
    return;
  }
  if (given.has('lang') && !asLanguage(given.text('lang'))) {
    throw wrongUse(words.faults.notOneOf('lang', LANGUAGES.join(', ')));
  }
  const missing = command.needed?.find((name) => !given.has(name));
  if (missing) throw wrongUse(words.faults.needsOption(missing, valueOf(missing) ?? ''));
  await command.run(callOf(command, given, setting));
}

/** `ajil keys --help`, or a line that names no command. */
function explainGroup(name: string, { world, words, screen }: Setting): void {
  const group = COMMANDS.filter((one) => one.name.startsWith(`${name} `));
  const [, second] = world.typed;
  if (group.length === 0) throw wrongUse(words.faults.noCommand(name));
  if (second === '--help') {
    showCommands(screen, words, group);
    return;
  }
  const names = group.map((one) => one.name.slice(name.length + 1)).join(', ');
  throw wrongUse(words.faults.needsMore(name, names));
}

/** The command that a line begins with, and what follows it. */
function commandOf(typed: readonly string[]) {
  for (const length of [2, 1]) {
    const name = typed.slice(0, length).join(' ');
    const command = COMMANDS.find((one) => one.name === name);
    if (command) return { command, rest: typed.slice(length) };
  }
  return undefined;
}

/** The names of commands have two words at most. */
function mostOperands({ name, operands }: Command): number {
  return name === 'help' ? 2 : operands.length;
}

function callOf(command: Command, given: Given, { world, words, screen, language }: Setting): Call {
  const { environment } = world;
  const origin = originOf(given.text('hub') ?? (environment['AJIL_HUB'] || HUB), words);
  const wait = (given.whole('wait') ?? WAIT) * 1_000;
  const key = (): Promise<string> => readKey({ ...world, words, file: given.text('key-file') });
  return {
    ...{ given, screen, words, world, language, commands: COMMANDS },
    hub: createHub({ ...world, origin, words, wait, key }),
    channel() {
      const name = given.text('channel') ?? environment['AJIL_CHANNEL'];
      if (!name) throw wrongUse(words.faults.needsChannel);
      return name;
    },
    operand(at) {
      const value = given.operands[at];
      if (value === undefined)
        throw wrongUse(words.faults.needsOperand(command.operands[at] ?? ''));
      return value;
    },
  };
}

/** What comes after `--` is a text, whatever it looks like. */
function optionsIn({ typed }: World): readonly string[] {
  const end = typed.indexOf('--');
  return end < 0 ? typed : typed.slice(0, end);
}

/** Before the line is read: what is wrong with it is said in this language too. */
function languageIn(world: World): ShellLanguage {
  const typed = optionsIn(world);
  const at = typed.indexOf('--lang');
  const inline = typed.find((one) => one.startsWith('--lang='))?.slice('--lang='.length);
  return (
    asLanguage(inline ?? (at < 0 ? undefined : typed[at + 1])) ?? languageOf(world.environment)
  );
}

function screenOf({ out, err, environment }: World, isJson: boolean): Screen {
  const hasColours = !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  return createScreen({ out, err, isJson, hasColours });
}

/** The hub speaks English alone. */
function linesOf({ problem }: Refusal): Line[] {
  const { title, code, detail } = problem;
  return [[{ quote: title }, ` (${code}): `, { quote: detail }]];
}
