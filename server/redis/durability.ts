/** What the hub leans on in Redis, looked up when it starts: what Redis would lose, it should say before. */

import { readInfo } from './info.ts';

export interface Expectations {
  /** Sharded pub/sub came with 7. */
  readonly sharded: boolean;
}

export interface Finding {
  /** Without it the hub does not work at all; else it works, and acknowledged headlines may be lost. */
  readonly isFatal: boolean;
  /** A sentence, and the line that mends it. */
  readonly text: string;
}

/** Of the replies of `INFO`, one for each server that takes writes; each finding once. */
export function findingsOf(infos: readonly string[], { sharded }: Expectations): Finding[] {
  const found = infos.flatMap((info) => findingsOfOne(readInfo(info), sharded));
  return [...new Map(found.map((finding) => [finding.text, finding])).values()];
}

function findingsOfOne(info: ReadonlyMap<string, string>, sharded: boolean): Finding[] {
  const fatal = unfit(info, sharded);
  return [
    ...(fatal === undefined ? [] : [{ isFatal: true, text: fatal }]),
    ...losses(info).map((text) => ({ isFatal: false, text })),
  ];
}

/** Why the hub cannot work with it. */
function unfit(info: ReadonlyMap<string, string>, sharded: boolean): string | undefined {
  const version = info.get('redis_version') ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 6 || (major === 6 && minor < 2)) {
    return `Redis ${version} is too old: install 6.2 or later`;
  }
  if (sharded && major < 7) {
    return `Redis ${version} has no sharded pub/sub, which a Cluster needs: install 7 or later`;
  }
  if (!sharded && info.get('cluster_enabled') === '1') {
    return 'it is a node of a Cluster: write redis+cluster://host:port, or name several nodes';
  }
  return undefined;
}

/** How it would lose what was acknowledged. */
function losses(info: ReadonlyMap<string, string>): string[] {
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  return [
    ...(policy === 'noeviction'
      ? []
      : [
          `Redis drops entries when it is full (${policy}): CONFIG SET maxmemory-policy noeviction`,
        ]),
    ...(info.get('aof_enabled') === '0'
      ? [
          'Redis forgets headlines when it restarts: CONFIG SET appendonly yes, and appendfsync always',
        ]
      : []),
  ];
}
