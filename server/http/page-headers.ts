/** What the hub's own pages may do: load and call this hub, and nothing else. */
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

export interface PageLeave {
  /** For a library that writes styles into its markup. */
  readonly inlineStyles?: boolean;
  /** Whose pages may show this one in a frame, as in CSP. Unset: nobody's. */
  readonly frameAncestors?: readonly string[];
}

export function pageHeaders({ inlineStyles, frameAncestors }: PageLeave = {}): MiddlewareHandler {
  const isFramed = frameAncestors !== undefined;
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: inlineStyles ? ["'self'", "'unsafe-inline'"] : ["'self'"],
      imgSrc: ["'self'", 'data:'],
      // Not every browser takes 'self' to mean its WebSockets too.
      connectSrc: ["'self'", 'ws:', 'wss:'],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: isFramed ? [...frameAncestors] : ["'none'"],
    },
    // The older header knows no list of sites; where it contradicts the policy, some browsers obey it.
    xFrameOptions: !isFramed,
    crossOriginResourcePolicy: isFramed ? 'cross-origin' : true,
    // An operator's proxy decides about TLS; a hub on plain http must stay reachable.
    strictTransportSecurity: false,
  });
}
