/** The forms that variables have: each function gives undefined where a text is not of that form. */
import { availableParallelism } from 'node:os';

export const MOST_WORKERS = 64;
export const LIMIT_FORM = 'a number from 1 to 1000000, or 0 for no limit';

export function within(least: number, most: number, text: string): number | undefined {
  const number = /^(0|[1-9]\d{0,6})$/.test(text) ? Number(text) : NaN;
  return number >= least && number <= most ? number : undefined;
}

export function limitOf(text: string): number | undefined {
  return text === '0' ? Infinity : within(1, 1_000_000, text);
}

export function portOf(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

export function flagOf(text: string): boolean | undefined {
  return text === '1' ? true : text === '0' ? false : undefined;
}

export function workersOf(text: string): number | undefined {
  if (text === 'auto') return Math.min(availableParallelism(), MOST_WORKERS);
  const count = /^\d{1,2}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= MOST_WORKERS ? count : undefined;
}

/** Whoever could read along could sign in as anybody, so plain http is for a provider on this machine only. */
export function issuerOf(text: string): string | undefined {
  const url = URL.parse(text);
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere) ? text : undefined;
}

export function originOf(text: string): string | undefined {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) && url.pathname === '/' ? url.origin : undefined;
}
