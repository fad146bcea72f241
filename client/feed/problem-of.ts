/** Socket.IO puts what the hub said about a refusal into `error.data`. */
import { PROBLEMS, type ProblemDocument } from '../../shared/problem.ts';

/** A refusal in the hub's words, or undefined where the network failed and the hub said nothing. */
export function problemOf(error: Error): ProblemDocument | undefined {
  const data: unknown = 'data' in error ? error.data : undefined;
  return isProblem(data) ? data : undefined;
}

function isProblem(data: unknown): data is ProblemDocument {
  if (typeof data !== 'object' || data === null || !('code' in data)) return false;
  if (!('detail' in data) || typeof data.detail !== 'string') return false;
  return typeof data.code === 'string' && Object.hasOwn(PROBLEMS, data.code);
}
