/** Socket.IO puts what the hub said about a refusal into `error.data`. */
import { isRecord, type FeedProblem } from './state.ts';

/** A refusal in the hub's words, or undefined where the network failed and the hub said nothing. */
export function problemOf(error: Error): FeedProblem | undefined {
  const data: unknown = 'data' in error ? error.data : undefined;
  return isProblem(data) ? data : undefined;
}

/** By its shape: the list of all problems, with their titles, is nothing that a page should load. */
function isProblem(data: unknown): data is FeedProblem {
  return isRecord(data) && typeof data.code === 'string' && typeof data.retryable === 'boolean';
}
