import { advertising } from '@carriermesh/advertising-service';
import { billing } from '@carriermesh/billing-service';
import { contracting } from '@carriermesh/contracting-service';
import { monitoring } from '@carriermesh/monitoring-service';
import { paths } from '@carriermesh/paths-service';
import { tableViewsOf, viewEventsOf, openLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { View, ViewEvents } from '@carriermesh/platform-readmodel';
import { provisioning } from '@carriermesh/provisioning-service';
import { ledgerUrl } from './ledger-source.js';
import { findRunning } from './running-mesh.js';

/** Whoever keeps views of what the ledger says, and answers questions about it. */
export const SERVICES = [advertising, paths, contracting, provisioning, monitoring, billing];
const APPLICATION = 'carriermesh-projection';

export interface ProjectionFlags {
  readonly home?: string;
  readonly database?: string;
  readonly ledger?: string;
  readonly json?: boolean;
}

/** A view of rows that a service keeps of what the ledger says. */
export interface Projection {
  readonly service: string;
  readonly view: View;
}

/** As `carriermesh projection list` prints it. */
export const idOf = ({ service, view }: Projection): string => `${service}/${view.name}`;

/** Every projection of the mesh. */
export async function allProjections(): Promise<readonly Projection[]> {
  const found = await Promise.all(SERVICES.map(async (service) => (await tableViewsOf(service)).map((view) => ({ service: service.name, view }))));
  return found.flat();
}

/**
 * The projection that is named, with its service or, where no other service has one of the name, without.
 * @throws OperationalError `malformed` naming those that there are
 */
export async function projectionNamed(name: string): Promise<Projection> {
  const all = await allProjections();
  const found = all.filter((each) => idOf(each) === name || each.view.name === name);
  if (found.length === 1) return found[0] as Projection;
  throw new OperationalError('malformed', `there is no one projection "${name.slice(0, 120)}"; the projections are ${all.map(idOf).join(', ')}`);
}

/** Where projections are kept, and what they are built of. */
export interface ProjectionSource {
  readonly database: { readonly connectionString: string; readonly applicationName: string };
  readonly events: ViewEvents;
}

/** Does `work` on the databases that are named, or the running mesh's, and lets go of them. */
export async function withProjections<T>(flags: ProjectionFlags, work: (source: ProjectionSource) => Promise<T>): Promise<T> {
  const connectionString = flags.database ?? findRunning(flags.home).run.postgresUrl;
  if (connectionString === undefined) throw new OperationalError('unavailable', 'the mesh is still starting: its database is not up yet');
  const url = flags.ledger ?? (flags.database !== undefined ? flags.database : ledgerUrl(flags));
  const ledger = await openLedger({ url, applicationName: APPLICATION });
  try {
    return await work({ database: { connectionString, applicationName: APPLICATION }, events: viewEventsOf(ledger, { ledgerUrl: url, applicationName: APPLICATION }) });
  } finally {
    await ledger.close();
  }
}
