import { formatInstant, parseInstant, toHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { contracting } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT, tellRefusal } from './say.js';

export interface TerminateFlags {
  readonly home?: string;
  readonly json?: boolean;
  readonly at?: string;
  readonly reason?: string;
  readonly request: string;
}

/** Ends a contract for the seller. */
export async function terminateContractCommand(contractId: string, { home, json, at, reason = '', request: requestId }: TerminateFlags): Promise<number> {
  const endsAt = at === undefined ? undefined : parseInstant(at);
  if (at !== undefined && endsAt === undefined) throw new OperationalError('misconfigured', `--at has to be an instant of RFC 3339 in UTC like 2027-03-01T12:00:00Z, not "${at}"`);
  return withRunningMesh(home, async ({ bus }) => {
    const body = { buyerId: '', contractId, requestId, reason, ...(endsAt === undefined ? {} : { endsAt }) };
    const { outcome } = await bus.request(contracting.TerminateContract, body, { context: OPERATOR });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, json);
    process.stdout.write(json ? `${JSON.stringify(contracting.ContractRecord.toJson(outcome.terminating))}\n` : summary(outcome.terminating));
    return EXIT.done;
  });
}

function summary({ contractId, state, amendments }: contracting.ContractRecord): string {
  const versions = amendments.flatMap(({ version, envelope, amendmentSha256 }) => {
    const { change } = contracting.ContractAmendment.decode(envelope.body);
    if (change.kind !== 'termination') return [];
    const { endsAt, earlyChargeBasisPoints } = change.termination;
    return [`Version ${version}, SHA-256 ${toHex(amendmentSha256).slice(0, 16)}…: ends at ${formatInstant(endsAt)}, ${earlyChargeBasisPoints / 100} % of the rest of the term due\n`];
  });
  return `${contractId} is ${state}.\n${versions.join('')}`;
}
