import pino from 'pino';

export type Log = pino.Logger;
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Nothing logs a key. Should something log a request one day, its key is still not in the log. */
const SECRETS = ['authorization', 'Authorization'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.headers.${name}`,
]);

/** JSON lines, on standard output if not elsewhere; with the number of the worker where there are several. */
export function openLog(
  level: LogLevel,
  worker?: number,
  to: pino.DestinationStream = pino.destination(1),
): Log {
  const options: pino.LoggerOptions = {
    level,
    base: worker === undefined ? null : { worker },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: SECRETS,
    // An error is no plain object: without this its message and its stack would be left out.
    serializers: { error: pino.stdSerializers.err },
  };
  return pino(options, to);
}
