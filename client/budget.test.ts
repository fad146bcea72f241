import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { overdraft } from './budget.ts';

/** As `npm run build` has made it; `npm test` builds first. */
const ticker = readFileSync(`${import.meta.dirname}/../dist/embed/ticker.js`);

it('G1 the ticker is within its budget', () => {
  expect(overdraft(ticker)).toBeUndefined();
});

it('G1 a ticker over its budget is told by how much', () => {
  const fault = overdraft(randomBytes(100_000));
  expect(fault).toMatch(/100000 bytes minified, 6000 over 94000; \d+ bytes gzip, \d+ over 34000/);
});

it('G1 the ticker holds nothing that a page with Trusted Types forbids', () => {
  expect(ticker.toString()).not.toMatch(/createPolicy|\.(inner|outer)HTML\b|insertAdjacentHTML/);
});
