/** In place of Svelte's proxies, which make objects and arrays in `$state` reactive to their depth. */
import { COMPONENT_SYMBOL } from '../../node_modules/svelte/src/internal/client/constants.js';

/** Whoever writes `$state([])` hears of it at once, and not when an update goes missing. */
export function proxy<T>(value: T): T {
  if (typeof value !== 'object' || value === null || COMPONENT_SYMBOL in value) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === Array.prototype) {
    throw new Error('The ticker has no deep $state: use $state.raw');
  }
  return value;
}

export function get_proxied_value<T>(value: T): T {
  return value;
}

export const { is } = Object;
