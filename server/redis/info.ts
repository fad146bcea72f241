/** What Redis tells of itself by `INFO`: lines of `name:value`, and headings that begin with `#`. */
export function readInfo(text: string): Map<string, string> {
  const lines = text.split('\r\n').map((line) => /^(\w+):(.*)$/.exec(line));
  return new Map(lines.flatMap((line) => (line?.[1] ? [[line[1], line[2] ?? '']] : [])));
}
