import { pino, type Logger as PinoLogger, type LoggerOptions as LoggerConfiguration } from 'pino';
import { activeTraceId } from './tracing.js';

const STANDARD_OUTPUT = 1;

/** One JSON object a line on standard output; facts are fields, and the message is a sentence without them. */
export type Logger = PinoLogger;

export interface LoggerOptions {
  readonly service: string;
  /** `debug`, `info`, `warn`, `error` or `silent`; default `info`. */
  readonly level?: string;
  /** Takes each line; default: standard output. */
  readonly write?: (line: string) => void;
}

export function createLogger({ service, level = 'info', write }: LoggerOptions): Logger {
  const options: LoggerConfiguration = {
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // A line in the log leads to the order's trace, and the trace to its lines.
    mixin: () => {
      const traceId = activeTraceId();
      return traceId === undefined ? {} : { traceId };
    },
    serializers: { error: pino.stdSerializers.err },
    redact: { paths: ['password', 'token', 'authorization', 'seed', '*.password', '*.token', '*.authorization'], censor: '[hidden]' },
  };
  // Written at once, by the thread that says it: lines that another thread still held when a process ends would be lost, or come late.
  return pino(options, write === undefined ? pino.destination({ dest: STANDARD_OUTPUT, sync: true }) : { write });
}
