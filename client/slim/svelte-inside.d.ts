/** The few of Svelte's inner functions that the stand-ins call; the package has no types for them. */
declare module '*/svelte/src/internal/client/constants.js' {
  export const COMPONENT_SYMBOL: unique symbol;
}
declare module '*/svelte/src/internal/client/reactivity/effects.js' {
  export function branch(draw: () => void): unknown;
}
declare module '*/svelte/src/internal/client/reactivity/deriveds.js' {
  export function derived(read: () => unknown): unknown;
}
