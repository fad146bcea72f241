/** The engine's helpers, as browsers of today need them. */
interface Timers {
  setTimeoutFn?: typeof setTimeout;
  clearTimeoutFn?: typeof clearTimeout;
}

/** By each object, because Socket.IO calls them as methods of its own. */
export function installTimerFunctions(object: Timers): void {
  object.setTimeoutFn = setTimeout.bind(globalThis);
  object.clearTimeoutFn = clearTimeout.bind(globalThis);
}

/** The options that it would pick are all for the WebSocket of Node. */
export function pick(): Record<string, never> {
  return {};
}

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Part of the address of a poll, so that no cache answers it. */
export function randomString(): string {
  return Math.random().toString(36).slice(2);
}
