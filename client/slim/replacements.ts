/**
 * Which modules of its libraries the ticker does without, wholly or in part. What is left out is either
 * dead code there, or code for browsers and features that the ticker does not have.
 */
export type Replacement = {
  /** The module, below node_modules/. */
  readonly for: string;
  /** The start of its SHA-256 when it was replaced. */
  readonly seen: string;
} & (
  | {
      /** Our stand-in, beside this file. */
      readonly by: string;
      readonly without?: undefined;
    }
  | {
      readonly by?: undefined;
      /** Methods of its class. Called after all, one that is missing throws. */
      readonly without: readonly string[];
    }
);

const ENGINE = 'engine.io-client/build/esm';
const SOCKET = 'socket.io-client/build/esm';
const SVELTE = 'svelte/src/internal/client';

export const REPLACEMENTS: readonly Replacement[] = [
  // WebTransport, which the hub does not offer, and XMLHttpRequest, for which there is `fetch`.
  { for: `${ENGINE}/transports/index.js`, seen: 'b63862422013', by: 'transports.ts' },
  // A regular expression for what every browser knows as `URL`.
  { for: `${ENGINE}/contrib/parseuri.js`, seen: '9740f176c8e3', by: 'address.ts' },
  // Helpers that spell out what browsers have, and options for Node.
  { for: `${ENGINE}/util.js`, seen: '3826460ecd28', by: 'engine-helpers.ts' },
  // From polling to WebSocket: the ticker begins with WebSocket and polls where that is impossible.
  { for: `${ENGINE}/socket.js`, seen: 'ccd945e1f31b', without: ['_probe', 'send'] },
  // Connections that several namespaces share, and addresses that are none.
  { for: `${SOCKET}/index.js`, seen: 'd0424defaefe', by: 'socket-io.ts' },
  // Catch-all listeners, emitting with retries and as a promise, and flags: feed.ts uses none.
  {
    for: `${SOCKET}/socket.js`,
    seen: '778fe1104b05',
    without: [
      'disconnected',
      'send',
      'emitWithAck',
      '_addToQueue',
      'close',
      'compress',
      'volatile',
      'timeout',
      'onAny',
      'prependAny',
      'offAny',
      'listenersAny',
      'onAnyOutgoing',
      'prependAnyOutgoing',
      'offAnyOutgoing',
      'listenersAnyOutgoing',
    ],
  },
  // Binary packets: the hub speaks JSON alone, in both directions.
  { for: 'engine.io-parser/build/esm/index.js', seen: 'c96c87baec3e', by: 'engine-parser.ts' },
  { for: 'socket.io-parser/build/esm/index.js', seen: '24dc7d314454', by: 'socket-parser.ts' },
  // Taking over what a server rendered: nobody renders the ticker on a server.
  { for: `${SVELTE}/dom/hydration.js`, seen: '31c2e03b02e2', by: 'hydration.ts' },
  // `$state` of objects and arrays: the ticker has `$state.raw`.
  { for: `${SVELTE}/proxy.js`, seen: 'ce6032b1b6bb', by: 'deep-state.ts' },
  // `<svelte:boundary>` and `await` in components: the ticker has neither.
  { for: `${SVELTE}/dom/blocks/boundary.js`, seen: '0efebe3ecff9', by: 'boundary.ts' },
  { for: `${SVELTE}/reactivity/async.js`, seen: '389bd9cf7f14', by: 'async.ts' },
];
