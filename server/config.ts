/** The environment, parsed once; every mistake is named at once. */
import { StartFault } from './start-fault.ts';
import { LOG_LEVELS, type LogLevel } from './telemetry/log.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly redisUrl: string | undefined;
  readonly adminKey: string | undefined;
  readonly logLevel: LogLevel;
}

export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  /** An empty variable counts as unset, as in a compose file that passes one on. */
  function read<T>(
    name: string,
    fallback: T,
    parse: (text: string) => T | undefined,
    form: string,
  ): T {
    const text = environment[name]?.trim() ?? '';
    if (text === '') return fallback;
    const value = parse(text);
    if (value === undefined) faults.push(`${name} must be ${form}`);
    return value ?? fallback;
  }

  const port = read('PORT', 3000, portOf, 'a port from 0 to 65535');
  const host = read('HOST', '127.0.0.1', (text) => text, 'an address');
  const config: Config = {
    port,
    host,
    publicUrl: read('PUBLIC_URL', `http://${host}:${port}`, originOf, 'an http or https URL'),
    dataDir: read('DATA_DIR', './data', (text) => text, 'a folder'),
    redisUrl: read<string | undefined>(
      'REDIS_URL',
      undefined,
      (text) => (/^rediss?:$/.test(URL.parse(text)?.protocol ?? '') ? text : undefined),
      'redis://host:port or rediss://host:port',
    ),
    adminKey: read<string | undefined>(
      'AJIL_ADMIN_KEY',
      undefined,
      (text) => (/^[\x21-\x7e]{24,}$/.test(text) ? text : undefined),
      'at least 24 visible characters without a space',
    ),
    logLevel: read<LogLevel>(
      'LOG_LEVEL',
      'info',
      (text) => LOG_LEVELS.find((level) => level === text),
      `one of ${LOG_LEVELS.join(', ')}`,
    ),
  };
  if (faults.length > 0) throw new StartFault(faults);
  return config;
}

function portOf(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : undefined;
}

function originOf(text: string): string | undefined {
  const url = URL.parse(text);
  return url && /^https?:$/.test(url.protocol) ? url.href.replace(/\/$/, '') : undefined;
}
