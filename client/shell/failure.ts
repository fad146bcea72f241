/** Why a command ended otherwise than done, in words for whoever typed it. */
import type { HubProblem } from './answers.ts';
import type { ExitName } from './exit.ts';

/** A code of the shell's own, or the hub's, where the hub refused. */
export type FailureCode =
  'wrong_use' | 'hub_unreachable' | 'hub_strange' | 'uncertain' | 'lines_refused';

export class Failure extends Error {
  readonly exit: ExitName;
  readonly code: string;

  constructor(exit: ExitName, code: FailureCode, message: string) {
    super(message);
    this.name = 'Failure';
    this.exit = exit;
    this.code = code;
  }
}

/** The hub's own refusal, as it said it. */
export class Refusal extends Error {
  readonly exit: ExitName;
  readonly problem: HubProblem;

  /** `exit`: `unreachable` where the hub would have taken it later. */
  constructor(problem: HubProblem, exit: ExitName = 'refused') {
    super(problem.detail);
    this.name = 'Refusal';
    this.exit = exit;
    this.problem = problem;
  }
}

export function wrongUse(message: string): Failure {
  return new Failure('wrongUse', 'wrong_use', message);
}
