/** A QR code as a path of an SVG: one rectangle for each run of dark modules. */
import { encode } from 'uqr';

export interface QrPath {
  /** Modules a side, with the quiet zone of four that readers need (ISO/IEC 18004). */
  readonly size: number;
  readonly path: string;
}

export function qrPathOf(text: string): QrPath {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  return { size, path: data.map((row, y) => rowPath(row, y)).join('') };
}

function rowPath(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const start = x;
    while (row[x + 1]) x += 1;
    const width = x + 1 - start;
    path += `M${start} ${y}h${width}v1h-${width}z`;
  }
  return path;
}
