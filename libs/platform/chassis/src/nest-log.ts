import type { LoggerService } from '@nestjs/common';
import type { Logger } from '@carriermesh/platform-telemetry';

/** What Nest has to say of itself, as lines of the service's own log. Its chatter about what it made stays away. */
export function nestLog(log: Logger): LoggerService {
  const told =
    (level: 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...details: unknown[]): void =>
      log[level]({ nest: details.map(String), ...(message instanceof Error ? { error: message } : {}) }, String(message));
  return { log: () => undefined, warn: told('warn'), error: told('error'), fatal: told('fatal') };
}
