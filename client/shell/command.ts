/** What a command is: how it is called, and what it does. */
import type { Given } from './given.ts';
import type { Hub } from './hub.ts';
import type { ShellLanguage } from './language.ts';
import type { OptionName } from './options.ts';
import type { Screen } from './screen.ts';
import type { CommandName, Words } from './words.ts';
import type { World } from './world.ts';

export interface Command {
  readonly name: CommandName;
  /** As in the help: `<id>`, `[text]`. */
  readonly operands: readonly string[];
  /** Beside those that every command takes; `needed` must be given. */
  readonly options: readonly OptionName[];
  readonly needed?: readonly OptionName[];
  /** Throws a `Failure` or a `Refusal`. */
  run(call: Call): Promise<void>;
}

/** One command as it was called. */
export interface Call {
  readonly given: Given;
  readonly hub: Hub;
  readonly screen: Screen;
  readonly words: Words;
  readonly world: World;
  /** All of them, for the help. */
  readonly commands: readonly Command[];
  readonly language: ShellLanguage;
  /** `--channel`, or AJIL_CHANNEL. There is no other default: nothing is to be sent to the wrong place. */
  channel(): string;
  /** An operand that the command cannot do without, from 0. */
  operand(at: number): string;
}
