import { switchOnFailpoint } from '@carriermesh/platform-failpoints';
import { createLogger, startTracing } from '@carriermesh/platform-telemetry';
import { isLogLevel, readEnvironment } from './configuration.js';
import type { ServiceDefinition } from './service.js';
import { startService } from './service-host.js';

/** A process that does not end by itself within this time is ended by its supervisor anyway. */
const SHUTDOWN_LIMIT_MS = 10_000;

/** What a process runs beside its main thing: something that can be stopped, and says where its health is. */
export interface Running {
  readonly healthUrl: string;
  stop(): Promise<void>;
}

/** The whole life of a service's own process: environment, tracing, start, readiness, signals, end. */
export async function run(definition: ServiceDefinition): Promise<void> {
  await runProcess(definition.name, async () => startService(definition, readEnvironment(process.env)));
}

/** The same for a process that is no service of the ledger's: the gateway, the relay, a provider's agent. */
export async function runProcess(name: string, start: () => Promise<Running>): Promise<void> {
  const level = process.env['CARRIERMESH_LOG_LEVEL'] || 'info';
  // A level that nobody knows is the start's to refuse, in a line that can be read.
  const log = createLogger({ service: name, level: isLogLevel(level) ? level : 'info' });
  const wasSupervised = process.connected;
  const directory = process.env['CARRIERMESH_TRACES_DIR'];
  const otlpEndpoint = process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  const tracing = startTracing({ service: name, ...(directory ? { directory } : {}), ...(otlpEndpoint ? { otlpEndpoint } : {}) });
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (error) => {
      // The state of this process is unknown; a new one resumes from the ledger.
      log.fatal({ error }, `${event}: the process ends and its supervisor starts a new one`);
      process.exit(1);
    });
  }
  try {
    const failpoint = switchOnFailpoint(name);
    if (failpoint) log.warn({ failpoint }, 'a failpoint is switched on: this process will fail, because its environment says so');
    const running = await start();
    const end = endOnSignal(async () => {
      await running.stop();
      await tracing.shutdown();
    });
    log.info({ healthUrl: running.healthUrl }, 'ready');
    // A supervisor that goes away at this moment is told nothing; the `disconnect` that follows ends this process.
    if (process.connected) process.send?.({ type: 'ready', healthUrl: running.healthUrl }, undefined, undefined, () => undefined);
    // One that was killed while this process started had nobody to tell.
    else if (wasSupervised) end();
  } catch (error) {
    log.fatal({ error }, 'the process could not start');
    process.exit(1);
  }
}

function endOnSignal(stop: () => Promise<void>): () => void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), SHUTDOWN_LIMIT_MS).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  // A supervisor that was killed leaves no one to stop this process.
  process.on('disconnect', end);
  return end;
}
