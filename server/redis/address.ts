/** Where Redis is, as `REDIS_URL` says it. */

export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

export interface RedisAddress {
  readonly kind: 'standalone' | 'sentinel' | 'cluster';
  /** The server; the Sentinels; or those nodes of a Cluster that are asked for the others. */
  readonly nodes: readonly [RedisNode, ...RedisNode[]];
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly database?: number;
  /** What the Sentinels call the master. */
  readonly master?: string;
  /** For the Sentinels themselves. */
  readonly sentinelPassword?: string;
}

export const REDIS_URL_FORM =
  'redis://[user:password@]host[:port][/database], a list of them with commas (or redis+cluster://…) ' +
  'for a Cluster, or redis+sentinel://[user:password@]host[:port][,host…]/master; ' +
  'rediss://, rediss+cluster:// and rediss+sentinel:// for TLS';

const PORTS = { standalone: 6379, cluster: 6379, sentinel: 26_379 } as const;
const URL_FORM =
  /^redis(s?)(?:\+(cluster|sentinel))?:\/\/(?:([^@/]*)@)?([^@/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;

/** undefined: the text is not of that form. */
export function parseRedisUrl(text: string): RedisAddress | undefined {
  // What is said once, before the first host, holds for all.
  const [, tls, named, credentials, hosts = '', path = '', query = ''] =
    URL_FORM.exec(plain(text)) ?? [];
  const kind = kindOf(named, hosts);
  const nodes = hosts.split(',').map((host) => parseNode(host, PORTS[kind]));
  const [first, ...others] = nodes.filter((node) => node !== undefined);
  const login = parseLogin(credentials);
  if (first === undefined || others.length + 1 < nodes.length || !login) return undefined;
  const place = parsePlace(kind, path, new URLSearchParams(query));
  return place && { kind, nodes: [first, ...others], tls: tls === 's', ...login, ...place };
}

/** Each server of a list may be written as a whole URL; those of one Cluster differ in host and port only. */
function plain(text: string): string {
  return text.replaceAll(/,\s*rediss?:\/\/(?:[^@/,]*@)?/g, ',').replace(/\/$/, '');
}

function kindOf(named: string | undefined, hosts: string): RedisAddress['kind'] {
  if (named === 'cluster' || named === 'sentinel') return named;
  return hosts.includes(',') ? 'cluster' : 'standalone';
}

function parseNode(text: string, usualPort: number): RedisNode | undefined {
  const url = URL.parse(`redis://${text.trim().replace(/\/$/, '')}`);
  if (!url?.hostname || url.pathname !== '' || url.port === '0') return undefined;
  // An IPv6 address stands in brackets only within a URL.
  const host = url.hostname.replaceAll(/^\[|\]$/g, '');
  return { host, port: url.port === '' ? usualPort : Number(url.port) };
}

function parseLogin(text = ''): Pick<RedisAddress, 'username' | 'password'> | undefined {
  if (text === '') return {};
  const at = text.indexOf(':');
  try {
    const username = decodeURIComponent(at < 0 ? text : text.slice(0, at));
    const password = at < 0 ? '' : decodeURIComponent(text.slice(at + 1));
    return { ...(username && { username }), ...(password && { password }) };
  } catch {
    return undefined;
  }
}

type Place = Pick<RedisAddress, 'database' | 'master' | 'sentinelPassword'>;

function parsePlace(
  kind: RedisAddress['kind'],
  path: string,
  query: URLSearchParams,
): Place | undefined {
  const sentinelPassword = query.get('sentinelPassword') ?? undefined;
  if (query.size > (sentinelPassword === undefined ? 0 : 1)) return undefined;
  if (kind === 'sentinel') {
    if (!/^[\w.-]+$/.test(path)) return undefined;
    return { master: path, ...(sentinelPassword && { sentinelPassword }) };
  }
  if (query.size > 0 || !/^\d{0,5}$/.test(path)) return undefined;
  const database = Number(path);
  if (database === 0) return {};
  // A Cluster has one database.
  return kind === 'standalone' ? { database } : undefined;
}
