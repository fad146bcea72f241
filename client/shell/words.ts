/** Every word that the shell says, in each of its languages. A test holds that none is missing or empty. */
import type { ExitName } from './exit.ts';
import type { OptionName } from './options.ts';

export type CommandName =
  | 'publish'
  | 'correct'
  | 'withdraw'
  | 'list'
  | 'watch'
  | 'export'
  | 'import'
  | 'channels list'
  | 'channels create'
  | 'channels change'
  | 'channels delete'
  | 'keys list'
  | 'keys create'
  | 'keys rotate'
  | 'keys retire'
  | 'keys revoke'
  | 'help';

export interface CommandWords {
  /** One line of the help. */
  readonly summary: string;
  /** What else is to be known before it is used. */
  readonly more?: string;
}

export interface Words {
  readonly commands: Readonly<Record<CommandName, CommandWords>>;
  readonly options: Readonly<Record<OptionName, string>>;
  readonly exits: Readonly<Record<ExitName, string>>;
  readonly help: HelpWords;
  readonly faults: FaultWords;
  readonly said: SaidWords;
  readonly heads: HeadWords;
}

export interface HelpWords {
  readonly about: string;
  readonly usage: string;
  readonly commands: string;
  readonly options: string;
  readonly needed: string;
  readonly exits: string;
  readonly oneCommand: string;
}

/** Each is a whole message, for whoever typed the line. */
export interface FaultWords {
  readonly noCommand: (typed: string) => string;
  readonly needsMore: (group: string, names: string) => string;
  readonly unknownOption: (name: string) => string;
  readonly twice: (name: string) => string;
  readonly noValue: (name: string) => string;
  readonly needsValue: (name: string, value: string) => string;
  readonly needsOption: (name: string, value: string) => string;
  readonly needsOperand: (name: string) => string;
  readonly superfluous: (operand: string) => string;
  readonly notWhole: (name: string, value: string) => string;
  readonly notNumber: (name: string, value: string) => string;
  readonly notOneOf: (name: string, of: string) => string;
  readonly notBoth: (one: string, other: string) => string;
  readonly noName: (name: string) => string;
  readonly needsChannel: string;
  readonly nothingToChange: string;
  readonly versionWithKey: string;
  readonly hubForm: (text: string) => string;
  readonly keyAsOption: string;
  readonly keyForm: (from: string) => string;
  readonly keyFileOpen: (path: string) => string;
  readonly noKey: (path: string) => string;
  readonly unreadable: (name: string, why: string) => string;
  readonly notUtf8: (name: string) => string;
  readonly badLine: (line: number, why: string) => string;
  readonly badItem: (line: number) => string;
  readonly unreachable: (hub: string, why: string) => string;
  readonly strange: (hub: string, why: string) => string;
  readonly lost: (hub: string, why: string) => string;
  readonly repeatWith: (key: string) => string;
  readonly repeatImport: (done: number, of: number) => string;
}

export interface SaidWords {
  readonly published: string;
  readonly corrected: string;
  readonly moved: string;
  readonly withdrawn: string;
  readonly withheld: string;
  readonly shown: string;
  readonly fresh: string;
  readonly gone: string;
  readonly created: string;
  readonly changed: string;
  readonly deleted: string;
  readonly rotated: string;
  readonly retired: string;
  readonly revoked: string;
  readonly refused: string;
  readonly expired: string;
  readonly works: string;
  readonly version: string;
  readonly before: string;
  readonly after: string;
  readonly secretOnce: string;
  readonly everyChannel: string;
  readonly noHeadlines: string;
  readonly imported: (taken: number, refused: number) => string;
  readonly connecting: (hub: string) => string;
  readonly live: string;
  readonly offline: string;
}

export interface HeadWords {
  readonly id: string;
  readonly urgency: string;
  readonly version: string;
  readonly age: string;
  readonly headline: string;
  readonly name: string;
  readonly title: string;
  readonly language: string;
  readonly boardSize: string;
  readonly role: string;
  readonly channels: string;
  readonly hints: string;
  readonly state: string;
}
