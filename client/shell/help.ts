/** How the commands are used: all of them, a line each, or one with all that it takes. */
import type { Call, Command } from './command.ts';
import { EXIT, EXIT_NAMES } from './exit.ts';
import { wrongUse } from './failure.ts';
import { EVERYWHERE, valueOf, type OptionName } from './options.ts';
import { columns, type Line, type Screen } from './screen.ts';
import type { Words } from './words.ts';

/** `ajil help keys` explains each of a group. */
export function help({ given, screen, words, commands }: Call): void {
  const name = given.operands.join(' ');
  if (name === '') {
    showAll(screen, words, commands);
    return;
  }
  const found = commandsOf(name, commands);
  if (found.length === 0) throw wrongUse(words.faults.noCommand(name));
  showCommands(screen, words, found);
}

export function showAll(screen: Screen, words: Words, commands: readonly Command[]): void {
  const { help, exits } = words;
  const lines: Line[] = [
    [help.about],
    [],
    [`${help.usage}: ajil <command> [options]`],
    [],
    [`${help.commands}:`],
    ...columns(commands.map((one) => [`  ${one.name}`, words.commands[one.name].summary])),
    [],
    [`${help.exits}:`],
    ...columns(EXIT_NAMES.map((name) => [`  ${EXIT[name]}`, exits[name]])),
    [],
    [help.oneCommand],
  ];
  screen.show({ commands: commands.map((one) => described(one, words)) }, lines);
}

export function showCommands(screen: Screen, words: Words, commands: readonly Command[]): void {
  const lines = commands.flatMap((command, at): Line[] => {
    const { usage, summary, more, options } = described(command, words);
    const rows = options.map(({ option, about }) => [`  ${option}`, about]);
    return [
      ...(at === 0 ? [] : [[]]),
      [`${words.help.usage}: ${usage}`],
      [],
      [summary],
      ...(more === undefined ? [] : [[more]]),
      [],
      [`${words.help.options}:`],
      ...columns(rows),
    ];
  });
  screen.show({ commands: commands.map((one) => described(one, words)) }, lines);
}

/** What there is to know of a command, for the terminal and for docs/shell.md. */
export function described(command: Command, words: Words) {
  const { name, operands, options, needed = [] } = command;
  const about = (option: OptionName): string =>
    needed.includes(option)
      ? `${words.options[option]} (${words.help.needed})`
      : words.options[option];
  const usage = ['ajil', name, ...operands, ...needed.map(formOf), '[options]'].join(' ');
  return {
    name,
    usage,
    ...words.commands[name],
    options: [...options, ...EVERYWHERE].map((option) => ({
      option: formOf(option),
      about: about(option),
    })),
  };
}

/** `--urgency <1-9>` */
export function formOf(option: OptionName): string {
  const value = valueOf(option);
  return value === undefined ? `--${option}` : `--${option} <${value}>`;
}

/** Those of a group, or the one of this name; none where there is no such thing. */
function commandsOf(name: string, commands: readonly Command[]): readonly Command[] {
  return commands.filter((one) => one.name === name || one.name.startsWith(`${name} `));
}
