/** Reads what came from outside: each gives the value in its type, or undefined where it is none. */

export type Read<T> = (value: unknown) => T | undefined;

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A record in which these fields are texts; the hub is this page's own, so the rest is taken at its word. */
export function hasTexts(value: unknown, ...names: readonly string[]): boolean {
  return isRecord(value) && names.every((name) => typeof value[name] === 'string');
}

/** The answer is of no interest. */
export const nothing: Read<null> = () => null;

/** `{ [name]: T[] }`, as the hub answers lists; what is no T makes all of it unreadable. */
export function listOf<T>(name: string, is: (value: unknown) => value is T): Read<readonly T[]> {
  return (value) => {
    const list = isRecord(value) ? value[name] : undefined;
    return Array.isArray(list) && list.every(is) ? list : undefined;
  };
}

/** `{ [name]: T }`. */
export function oneOf<T>(name: string, is: (value: unknown) => value is T): Read<T> {
  return (value) => {
    const one = isRecord(value) ? value[name] : undefined;
    return is(one) ? one : undefined;
  };
}
