/** All that the shell knows of where it runs; `ajil.ts` hands it over, and tests hand over another. */
import type { Outlet } from './screen.ts';

export interface World {
  /** What was typed after the program's name. */
  readonly typed: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly out: Outlet;
  readonly err: Outlet;
  readonly home: string;
  readonly fetch: typeof fetch;
  /** ms since 1970. */
  readonly now: () => number;
  /** 0 … 1. */
  readonly random: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** For an Idempotency-Key: never the same twice. */
  readonly newId: () => string;
  /** Resolves at SIGINT or SIGTERM, which from this call on end nothing by themselves, or when nobody reads stdout. */
  readonly interrupted: () => Promise<void>;
}
