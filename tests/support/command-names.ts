/** The names of the commands in what a client sends to Redis, however the network cuts it up. */

export interface CommandNames {
  /** In upper case, of the commands that end in these bytes. */
  take(bytes: Buffer): string[];
}

export function createCommandNames(): CommandNames {
  let rest: Buffer = Buffer.alloc(0);
  return {
    take(bytes) {
      rest = Buffer.concat([rest, bytes]);
      const names: string[] = [];
      for (let next = first(rest); next; next = first(rest)) {
        names.push(next.name.toUpperCase());
        rest = rest.subarray(next.length);
      }
      return names;
    },
  };
}

/** Undefined while it is not whole. */
function first(bytes: Buffer): { name: string; length: number } | undefined {
  let at = 0;
  const line = (): string | undefined => {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) return undefined;
    const text = bytes.toString('latin1', at, end);
    at = end + 2;
    return text;
  };

  const head = line();
  if (head === undefined) return undefined;
  // Typed by hand, as our own PING is: the words of one line.
  if (!head.startsWith('*')) return { name: head.split(' ')[0] ?? '', length: at };
  let name: string | undefined;
  for (let words = Number(head.slice(1)); words > 0; words -= 1) {
    const size = line();
    if (size === undefined) return undefined;
    const end = at + Number(size.slice(1));
    if (bytes.length < end + 2) return undefined;
    name ??= bytes.toString('latin1', at, end);
    at = end + 2;
  }
  return { name: name ?? '', length: at };
}
