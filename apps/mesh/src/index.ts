import { advertising } from '@carriermesh/advertising-service';
import { billing } from '@carriermesh/billing-service';
import { contracting } from '@carriermesh/contracting-service';
import { monitoring } from '@carriermesh/monitoring-service';
import { paths } from '@carriermesh/paths-service';
import { startRelay, startService, type MeshEnvironment, type Running } from '@carriermesh/platform-chassis';
import { provisioning } from '@carriermesh/provisioning-service';

/** The six services, in the order in which an order passes them. */
export const services = [advertising, paths, contracting, provisioning, monitoring, billing];

/** Every service and the relay in one process, over the same bus and ledger as ever: for development and scenarios. */
export async function startMesh(environment: MeshEnvironment): Promise<Running> {
  const parts: Running[] = [];
  const stop = async (): Promise<void> => {
    for (const part of parts.splice(0).reverse()) await part.stop();
  };
  try {
    parts.push(await startRelay(environment));
    // One after the other: six Nest applications that start at once only share the same cores.
    for (const service of services) parts.push(await startService(service, { ...environment, healthPort: 0 }));
    return { healthUrl: parts[0]?.healthUrl ?? '', stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
