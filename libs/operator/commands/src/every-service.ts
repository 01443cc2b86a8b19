import type { Bus } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { monitoring, ofService, type Rpc } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';

export interface Answers<Response> {
  readonly answers: readonly { readonly service: string; readonly answer: Response }[];
  /** Those that should have answered and did not. */
  readonly silent: readonly string[];
}

/** Processes that read the ledger for nobody but the bus, and park nothing. */
const WITHOUT_READERS: ReadonlySet<string> = new Set(['relay', 'gateway']);

/** Asks each service of the mesh the same about itself. */
export async function askEveryService<Request, Response>(bus: Bus, rpc: Rpc<Request, Response>, body: Request): Promise<Answers<Response>> {
  const { processes } = await bus.request(monitoring.ListProcesses, {}, { context: OPERATOR });
  const services = [...new Set(processes.map(({ service }) => service))].filter((service) => !WITHOUT_READERS.has(service)).sort();
  const asked = await Promise.all(
    services.map(async (service) => {
      try {
        return { service, answer: await bus.request(ofService(rpc, service), body, { context: OPERATOR }) };
      } catch (error) {
        if (error instanceof OperationalError && error.retryable) return { service };
        throw error;
      }
    }),
  );
  return {
    answers: asked.flatMap(({ service, answer }) => (answer === undefined ? [] : [{ service, answer }])),
    silent: asked.filter(({ answer }) => answer === undefined).map(({ service }) => service),
  };
}
