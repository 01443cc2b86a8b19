import { contracting } from '@carriermesh/wire';
import { OperationalError } from '@carriermesh/platform-errors';
import { v7 as uuidv7 } from 'uuid';
import { OPERATOR } from './advertising-progress.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT, tellRefusal } from './say.js';

export interface ChangeFlags {
  readonly home?: string;
  readonly json?: boolean;
  readonly reason?: string;
  readonly request?: string;
  readonly mbps?: string;
}

/** Suspends, resumes or modifies a service for the seller, and tells how far that has come. */
export async function changeServiceCommand(contractId: string, kind: contracting.ServiceChangeKind, { home, json, reason = '', request, mbps }: ChangeFlags): Promise<number> {
  const bandwidth = mbps === undefined ? {} : { mbps: bandwidthOf(mbps) };
  return withRunningMesh(home, async ({ bus }) => {
    const body = { buyerId: '', contractId, requestId: request ?? `operator-${uuidv7()}`, change: { kind, reason, ...bandwidth } };
    const { outcome } = await bus.request(contracting.ChangeService, body, { context: OPERATOR });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, json);
    process.stdout.write(json ? `${JSON.stringify(contracting.ContractRecord.toJson(outcome.changing))}\n` : summary(outcome.changing, body.requestId));
    return EXIT.done;
  });
}

/** How much may be ordered, the business says. */
function bandwidthOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new OperationalError('misconfigured', `--mbps has to be a whole number of at most 9 digits, not "${text}"`);
  return Number(text);
}

function summary({ contractId, state, changes }: contracting.ContractRecord, requestId: string): string {
  const change = changes.find((each) => each.request.requestId === requestId);
  const told = change ? `Change ${change.number} (${change.change.kind}, request ${requestId}) is ${change.state}.${change.refusal ? ` ${change.refusal.message}` : ''}\n` : '';
  return `${contractId} is ${state}.\n${told}See what became of it: carriermesh contract show ${contractId}\n`;
}
