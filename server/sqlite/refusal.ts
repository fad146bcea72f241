/** What SQLite's errors mean to whoever asked: the edge at which they become problems. */
import { Problem, storageFull, unavailable } from '../../shared/problem.ts';

/** SQLITE_FULL of sqlite.org/rescode.html: the disk has no room, or the file may not grow. */
const FULL = 13;

/** `what` is the beginning of a sentence: what could not be done. */
export function refusalOf(what: string, cause: unknown): Problem {
  if (cause instanceof Problem) return cause;
  const isFull = cause instanceof Error && 'errcode' in cause && cause.errcode === FULL;
  return isFull ? storageFull('The disk', cause) : unavailable(what, cause);
}
