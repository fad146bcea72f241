/** The environment, parsed once; every mistake is named at once. */
import { parseTrust, trustNobody, TRUST_FORM, type Trust } from './access/address.ts';
import {
  flagOf,
  issuerOf,
  LIMIT_FORM,
  limitOf,
  MOST_WORKERS,
  originOf,
  portOf,
  within,
  workersOf,
} from './forms.ts';
import { parseRedisUrl, REDIS_URL_FORM, type RedisAddress } from './redis/address.ts';
import { StartFault } from './start-fault.ts';
import { LOG_LEVELS, type LogLevel } from './telemetry/log.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  readonly redis: RedisAddress | undefined;
  readonly redisRequireDurable: boolean;
  readonly redisWaitReplicas: number;
  readonly workers: number;
  readonly adminKey: string | undefined;
  readonly trustProxy: Trust;
  /** Of one key; Infinity: no limit. So are the other limits. */
  readonly publishesPerMinute: number;
  /** Of one address. */
  readonly failedKeysPerMinute: number;
  /** Of one address, and for one e-mail. */
  readonly failedSignInsPerMinute: number;
  /** Unset: people sign in by password alone. */
  readonly oidc: OidcConfig | undefined;
  readonly maxViewers: number;
  readonly maxConnectsPerSecond: number;
  readonly maxViewersPerAddress: number;
  /** Within a second. */
  readonly maxConnectsPerAddress: number;
  readonly checkLinks: boolean;
  readonly drainMs: number;
  readonly metricsToken: string | undefined;
  readonly logLevel: LogLevel;
}

/** A provider of OpenID Connect. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

interface Variable<T> {
  /** One line for an operator: what it is, in which unit. */
  readonly doc: string;
  readonly fallback: T;
  /** What a value must be, as the end of a sentence. */
  readonly form: string;
  /** undefined: the text is not of that form. */
  parse(text: string): T | undefined;
}

const variable = <T>(one: Variable<T>): Variable<T> => one;
const anyText = (text: string): string => text;

/** Every variable that the hub reads, with its unit, its default and its form. */
export const VARIABLES = {
  PORT: variable({
    doc: 'Where HTTP and Socket.IO listen; 0 takes a free port.',
    fallback: 3000,
    form: 'a port from 0 to 65535',
    parse: portOf,
  }),
  HOST: variable({
    doc: 'The address to listen on; 0.0.0.0 for every one.',
    fallback: '127.0.0.1',
    form: 'an address',
    parse: anyText,
  }),
  PUBLIC_URL: variable<string | undefined>({
    doc: 'How the world reaches the hub, behind a proxy; unset: http://HOST:PORT.',
    fallback: undefined,
    form: 'an http or https URL without a path',
    parse: originOf,
  }),
  DATA_DIR: variable({
    doc: 'The folder of the embedded SQLite; one hub each. Not used with REDIS_URL.',
    fallback: './data',
    form: 'a folder',
    parse: anyText,
  }),
  REDIS_URL: variable<RedisAddress | undefined>({
    doc: 'The Redis that many nodes share: one server, Sentinels, or a Cluster; unset: embedded SQLite.',
    fallback: undefined,
    form: REDIS_URL_FORM,
    parse: parseRedisUrl,
  }),
  REDIS_REQUIRE_DURABLE: variable({
    doc: '1: refuse to start on a Redis that would lose headlines when it restarts or is full.',
    fallback: false,
    form: '0 or 1',
    parse: flagOf,
  }),
  REDIS_WAIT_REPLICAS: variable({
    doc: 'Replicas of Redis that must hold a headline before its publisher is told that it is published.',
    fallback: 0,
    form: 'a number from 0 to 9',
    parse: (text) => (/^\d$/.test(text) ? Number(text) : undefined),
  }),
  WORKERS: variable({
    doc: 'How many processes share the port, or auto: one for each core. More than 1 needs REDIS_URL.',
    fallback: 1,
    form: `a number from 1 to ${MOST_WORKERS}, or auto`,
    parse: workersOf,
  }),
  AJIL_ADMIN_KEY: variable<string | undefined>({
    doc: 'A first admin key from outside; unset: the first start makes one and prints it once.',
    fallback: undefined,
    form: 'at least 24 visible characters without a space',
    parse: (text) => (/^[\x21-\x7e]{24,}$/.test(text) ? text : undefined),
  }),
  TRUST_PROXY: variable({
    doc: 'The proxies before the hub, whose X-Forwarded-For says where a request comes from; unset: no one is believed.',
    fallback: trustNobody,
    form: TRUST_FORM,
    parse: parseTrust,
  }),
  PUBLISHES_PER_MINUTE: variable({
    doc: 'Headlines that one key publishes or corrects in a minute; further ones get 429. 0: no limit.',
    fallback: 600,
    form: LIMIT_FORM,
    parse: limitOf,
  }),
  FAILED_KEYS_PER_MINUTE: variable({
    doc: 'Wrong API keys from one address in a minute; then every key from there gets 429. 0: no limit.',
    fallback: 20,
    form: LIMIT_FORM,
    parse: limitOf,
  }),
  FAILED_SIGN_INS_PER_MINUTE: variable({
    doc: 'Failed sign-ins of people from one address, and for one e-mail, in a minute; then 429. 0: no limit.',
    fallback: 10,
    form: LIMIT_FORM,
    parse: limitOf,
  }),
  OIDC_ISSUER: variable<string | undefined>({
    doc: 'The OpenID Connect provider that people sign in with too (docs/decisions/accounts.md); unset: by password only.',
    fallback: undefined,
    form: 'an https URL; http only on this machine (localhost, 127.0.0.1, [::1])',
    parse: issuerOf,
  }),
  OIDC_CLIENT_ID: variable<string | undefined>({
    doc: 'What that provider knows the hub as. Its callback: PUBLIC_URL/api/session/oidc/callback.',
    fallback: undefined,
    form: 'a text',
    parse: anyText,
  }),
  OIDC_CLIENT_SECRET: variable<string | undefined>({
    doc: 'The secret that goes with it.',
    fallback: undefined,
    form: 'a text',
    parse: anyText,
  }),
  MAX_VIEWERS: variable({
    doc: 'Viewers at a time; further ones get 503. Each takes one open file (`ulimit -n`) and some 20 KB.',
    fallback: 15_000,
    form: 'a number from 1 to 1000000',
    parse: (text) => within(1, 1_000_000, text),
  }),
  MAX_CONNECTS_PER_SECOND: variable({
    doc: 'Viewers that come in within a second; further ones get 503. One core greets some 3000 (docs/decisions/drain.md).',
    fallback: 2_000,
    form: 'a number from 1 to 1000000',
    parse: (text) => within(1, 1_000_000, text),
  }),
  MAX_VIEWERS_PER_ADDRESS: variable({
    doc: 'Viewers at a time from one address, which a newsroom or a mobile network may share; further ones get 429. 0: no limit.',
    fallback: 2_000,
    form: LIMIT_FORM,
    parse: limitOf,
  }),
  MAX_CONNECTS_PER_ADDRESS: variable({
    doc: 'Viewers that come in from one address within a second; further ones get 429. 0: no limit.',
    fallback: 500,
    form: LIMIT_FORM,
    parse: limitOf,
  }),
  CHECK_LINKS: variable({
    doc: '0: the link of a headline is not looked up before it is sent. The hub asks public addresses only.',
    fallback: true,
    form: '0 or 1',
    parse: flagOf,
  }),
  DRAIN_MS: variable({
    doc: 'On SIGTERM the viewers leave one after another over so many ms; 0: all at once.',
    fallback: 15_000,
    form: 'a number of ms from 0 to 3600000',
    parse: (text) => within(0, 3_600_000, text),
  }),
  METRICS_TOKEN: variable<string | undefined>({
    doc: 'Who reads /metrics sends it as a Bearer token; unset: whoever reaches the port may read.',
    fallback: undefined,
    form: 'at least 16 visible characters without a space',
    parse: (text) => (/^[\x21-\x7e]{16,}$/.test(text) ? text : undefined),
  }),
  LOG_LEVEL: variable<LogLevel>({
    doc: 'How much is logged, in JSON lines on standard output.',
    fallback: 'info',
    form: `one of ${LOG_LEVELS.join(', ')}`,
    parse: (text) => LOG_LEVELS.find((level) => level === text),
  }),
};

/** Problem: a `StartFault` with a line for each variable that has a wrong form. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  function read<T>(name: string, { fallback, form, parse }: Variable<T>): T {
    // An empty variable counts as unset, as in a compose file that passes one on.
    const text = environment[name]?.trim() ?? '';
    if (text === '') return fallback;
    const value = parse(text);
    if (value === undefined) faults.push(`${name} must be ${form}`);
    return value ?? fallback;
  }

  const config: Config = {
    port: read('PORT', VARIABLES.PORT),
    host: read('HOST', VARIABLES.HOST),
    publicUrl: read('PUBLIC_URL', VARIABLES.PUBLIC_URL),
    dataDir: read('DATA_DIR', VARIABLES.DATA_DIR),
    redis: read('REDIS_URL', VARIABLES.REDIS_URL),
    redisRequireDurable: read('REDIS_REQUIRE_DURABLE', VARIABLES.REDIS_REQUIRE_DURABLE),
    redisWaitReplicas: read('REDIS_WAIT_REPLICAS', VARIABLES.REDIS_WAIT_REPLICAS),
    workers: read('WORKERS', VARIABLES.WORKERS),
    adminKey: read('AJIL_ADMIN_KEY', VARIABLES.AJIL_ADMIN_KEY),
    trustProxy: read('TRUST_PROXY', VARIABLES.TRUST_PROXY),
    publishesPerMinute: read('PUBLISHES_PER_MINUTE', VARIABLES.PUBLISHES_PER_MINUTE),
    failedKeysPerMinute: read('FAILED_KEYS_PER_MINUTE', VARIABLES.FAILED_KEYS_PER_MINUTE),
    failedSignInsPerMinute: read(
      'FAILED_SIGN_INS_PER_MINUTE',
      VARIABLES.FAILED_SIGN_INS_PER_MINUTE,
    ),
    oidc: oidcOf(read, faults),
    maxViewers: read('MAX_VIEWERS', VARIABLES.MAX_VIEWERS),
    maxConnectsPerSecond: read('MAX_CONNECTS_PER_SECOND', VARIABLES.MAX_CONNECTS_PER_SECOND),
    maxViewersPerAddress: read('MAX_VIEWERS_PER_ADDRESS', VARIABLES.MAX_VIEWERS_PER_ADDRESS),
    maxConnectsPerAddress: read('MAX_CONNECTS_PER_ADDRESS', VARIABLES.MAX_CONNECTS_PER_ADDRESS),
    checkLinks: read('CHECK_LINKS', VARIABLES.CHECK_LINKS),
    drainMs: read('DRAIN_MS', VARIABLES.DRAIN_MS),
    metricsToken: read('METRICS_TOKEN', VARIABLES.METRICS_TOKEN),
    logLevel: read('LOG_LEVEL', VARIABLES.LOG_LEVEL),
  };
  const isEmbedded = (environment['REDIS_URL']?.trim() ?? '') === '';
  if (isEmbedded && config.workers > 1) {
    faults.push('WORKERS must be 1 without REDIS_URL: workers share the log through Redis');
  }
  if (faults.length > 0) throw new StartFault(faults);
  return config;
}

type Read = <T>(name: string, of: Variable<T>) => T;

/** All three or none. */
function oidcOf(read: Read, faults: string[]): OidcConfig | undefined {
  const issuer = read('OIDC_ISSUER', VARIABLES.OIDC_ISSUER);
  const clientId = read('OIDC_CLIENT_ID', VARIABLES.OIDC_CLIENT_ID);
  const clientSecret = read('OIDC_CLIENT_SECRET', VARIABLES.OIDC_CLIENT_SECRET);
  if (issuer !== undefined && clientId !== undefined && clientSecret !== undefined) {
    return { issuer, clientId, clientSecret };
  }
  const isNone = [issuer, clientId, clientSecret].every((one) => one === undefined);
  // A form that is wrong was told already.
  if (!isNone && faults.every((fault) => !fault.startsWith('OIDC_'))) {
    faults.push('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set together');
  }
  return undefined;
}
