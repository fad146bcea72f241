/** What the shell ends with, so that a script can tell what to do next. */
export const EXIT = {
  done: 0,
  /** The hub said no, and would say so again. Nothing was changed. */
  refused: 1,
  /** Of the command line, the environment, the key's file or the input. Nothing was sent. */
  wrongUse: 2,
  /** Out of reach, or asked to come later, until the wait was over. Nothing was changed. */
  unreachable: 3,
  /** The connection was lost after it was sent: whether it happened is not known. */
  uncertain: 4,
} as const;

export type ExitName = keyof typeof EXIT;
export const EXIT_NAMES = [
  'done',
  'refused',
  'wrongUse',
  'unreachable',
  'uncertain',
] as const satisfies readonly ExitName[];
