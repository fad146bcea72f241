/**
 * The answer, or after so many ms an error that says so. What comes later goes to `late`.
 * A promise cannot be called off: what was asked for may still happen.
 */
export function within<T>(ms: number, answer: Promise<T>, late?: (value: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`No answer within ${ms} ms`));
      if (late) answer.then(late, () => undefined);
    }, ms);
    answer.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
