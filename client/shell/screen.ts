/**
 * What the shell says, and the one way to a terminal: results on stdout, all else on stderr. No part of a line
 * reaches it but through `visible`. On a terminal a text of the hub's stands in an isolate of its own direction
 * (UAX 9): where bidi is known, it cannot turn the words around it; where it is not, isolates take no cell. What
 * goes into a file or a pipe has neither isolates nor colours.
 */
import { styleText } from 'node:util';
import { directionOf } from '../../shared/headline.ts';
import { visible, visibleJson } from './visible.ts';
import { padded, widthOf } from './width.ts';

/** Words of the catalogue; a text that somebody else wrote, of a language; or something in a colour. */
export type Part =
  | string
  | { readonly quote: string; readonly language?: string | undefined }
  | { readonly mark: string; readonly colour: 'green' | 'yellow' | 'red' | 'cyan' };
export type Line = readonly Part[];

export interface Outlet {
  readonly isTerminal: boolean;
  write(text: string): void;
}

export interface Screen {
  /** `--json`: for machines. */
  readonly isJson: boolean;
  /** The result: lines for people, or one JSON document. */
  show(value: unknown, lines: readonly Line[]): void;
  /** JSON, whoever reads. */
  data(value: unknown): void;
  /** On stderr: what went wrong, or what goes on. */
  note(value: unknown, lines: readonly Line[]): void;
}

export interface ScreenPorts {
  readonly out: Outlet;
  readonly err: Outlet;
  readonly isJson: boolean;
  /** NO_COLOR is not set, and the terminal knows colours. */
  readonly hasColours: boolean;
}

const ISOLATES = { rtl: '\u2067', ltr: '\u2066' } as const;
const END = '\u2069';

export function createScreen({ out, err, isJson, hasColours }: ScreenPorts): Screen {
  function drawn(part: Part, { isTerminal }: Outlet): string {
    const text = visible(plainOf(part));
    if (!isTerminal || typeof part === 'string') return text;
    if ('mark' in part) {
      return hasColours ? styleText(part.colour, text, { validateStream: false }) : text;
    }
    return `${ISOLATES[directionOf(part.language ?? 'en')]}${text}${END}`;
  }

  function say(outlet: Outlet, value: unknown, lines: readonly Line[]): void {
    if (isJson) {
      outlet.write(`${visibleJson(value)}\n`);
      return;
    }
    for (const line of lines) {
      const text = line.map((part) => drawn(part, outlet)).join('');
      outlet.write(`${text.trimEnd()}\n`);
    }
  }

  return {
    isJson,
    show: (value, lines) => say(out, value, lines),
    data: (value) => out.write(`${visibleJson(value)}\n`),
    note: (value, lines) => say(err, value, lines),
  };
}

/** Rows below each other. The last column is as long as it likes: there the texts of others stand. */
export function columns(rows: readonly Line[]): Line[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [at, part] of row.entries()) {
      widths[at] = Math.max(widths[at] ?? 0, widthOf(visible(plainOf(part))));
    }
  }
  return rows.map((row) =>
    row.flatMap((part, at) => {
      if (at === row.length - 1) return [part];
      const text = visible(plainOf(part));
      return [part, `${padded(text, widths[at] ?? 0).slice(text.length)}  `];
    }),
  );
}

function plainOf(part: Part): string {
  if (typeof part === 'string') return part;
  return 'mark' in part ? part.mark : part.quote;
}
