/** What a page pays for the ticker, at most, in bytes of dist/embed/ticker.js. */
import { gzipSync } from 'node:zlib';

const MINIFIED = 94_000;
/** Measured with Node's own gzip, whose files are a little larger than those of `gzip -9`. */
const GZIP = 34_000;

/** In words what is too much, or undefined. */
export function overdraft(script: Buffer): string | undefined {
  const bills = [
    { name: 'minified', size: script.length, limit: MINIFIED },
    { name: 'gzip', size: gzipSync(script, { level: 9 }).length, limit: GZIP },
  ];
  const faults = bills
    .filter(({ size, limit }) => size > limit)
    .map(({ name, size, limit }) => `${size} bytes ${name}, ${size - limit} over ${limit}`);
  if (faults.length === 0) return undefined;
  return `The ticker is over its budget (client/budget.ts): ${faults.join('; ')}.`;
}
