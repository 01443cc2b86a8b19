import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { contracting } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { eraseBuyerName } from './mesh-keys.js';
import type { PartyFlags } from './party-show.command.js';
import { forgottenSummary } from './party-summary.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT, sayOnStderr, tellRefusal } from './say.js';

/** A service that is being started again, or a database that is busy, has this long. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 500;

export interface ForgetFlags extends PartyFlags {
  readonly yes?: boolean;
}

/** Forgets a party for good. It ends well only when the erasure is durable; asked again, it goes on from wherever it was. */
export async function forgetCommand(partyId: string, flags: ForgetFlags): Promise<number> {
  return withRunningMesh(flags.home, async ({ bus, home }) => {
    const { outcome: known } = await bus.request(contracting.GetParty, { partyId }, { context: OPERATOR });
    if (known.kind === 'refused') return tellRefusal(known.refused, flags.json);
    if (!flags.yes && process.stdin.isTTY && !(await isConfirmed(partyId))) {
      sayOnStderr('Nothing was done.');
      return EXIT.error;
    }
    const outcome = await untilForgotten(bus, partyId);
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, flags.json);
    eraseBuyerName(home, partyId);
    process.stdout.write(flags.json ? `${JSON.stringify(contracting.PartyRecord.toJson(outcome.forgotten))}\n` : forgottenSummary(outcome.forgotten));
    return EXIT.done;
  });
}

async function isConfirmed(partyId: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`The party ${partyId} will be forgotten for good, and nobody can undo that. Type its id to go on: `);
    return answer.trim() === partyId;
  } finally {
    terminal.close();
  }
}

/** @throws OperationalError when it can't be said within the limit that the erasure is durable */
async function untilForgotten(bus: Bus, partyId: string): Promise<contracting.ForgetPartyResponse['outcome']> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return (await bus.request(contracting.ForgetParty, { partyId }, { context: OPERATOR })).outcome;
    } catch (error) {
      if (!(error instanceof OperationalError) || !error.retryable) throw error;
      if (performance.now() < deadline) await sleep(RETRY_MS);
      else {
        const message = `nobody could say within ${PATIENCE_MS / 1000} s that the key of ${partyId} is erased: ask again. The last answer: ${error.message}`;
        throw new OperationalError(error.kind, message, { cause: error });
      }
    }
  }
}
