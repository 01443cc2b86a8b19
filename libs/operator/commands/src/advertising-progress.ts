import { setTimeout as sleep } from 'node:timers/promises';
import { fromHex, invariant } from '@carriermesh/kernel';
import type { Bus, CallContext } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { advertising, paths } from '@carriermesh/wire';
import type { ExchangeCounts } from '@carriermesh/exchange';
import { count, type Say } from './say.js';

const POLL_MS = 100;
const SAY_EVERY_MS = 5_000;
/** Nothing new in the topology for this long means that something is wrong, and not only slow. */
const STANDSTILL_LIMIT_MS = 60_000;
const ENROL_AT_ONCE = 16;
const ENROL_ATTEMPTS = 20;

export const OPERATOR: CallContext = { actor: 'operator', correlationId: 'operator', causationId: 'operator' };

/** Enrols every provider with its key. Known ones are left as they are. */
export async function enrolProviders(bus: Bus, identities: readonly { id: string; name: string; publicKeyHex: string }[]): Promise<void> {
  for (let begin = 0; begin < identities.length; begin += ENROL_AT_ONCE) {
    await Promise.all(identities.slice(begin, begin + ENROL_AT_ONCE).map((identity) => enrol(bus, identity)));
  }
}

async function enrol(bus: Bus, { id, name, publicKeyHex }: { id: string; name: string; publicKeyHex: string }): Promise<void> {
  const publicKey = fromHex(publicKeyHex);
  invariant(publicKey, `the key of ${id} is no hex`);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { outcome } = await bus.request(advertising.EnrolProvider, { providerId: id, name, publicKey }, { context: OPERATOR });
      if (outcome.kind === 'refused') throw new OperationalError('misconfigured', `the provider ${id} could not be enrolled: ${outcome.refused.message}`);
      return;
    } catch (error) {
      if (!(error instanceof OperationalError) || !error.retryable || attempt === ENROL_ATTEMPTS) throw error;
      await sleep(POLL_MS * attempt);
    }
  }
}

/** Waits until the topology that paths are searched in holds all that the providers have. */
export async function untilAdvertised(bus: Bus, expected: ExchangeCounts, say: Say): Promise<void> {
  let most = -1;
  let movedAtMs = Date.now();
  let saidAtMs = Date.now();
  const all = expected.pops + expected.links + expected.interconnects;
  for (;;) {
    const known = await summary(bus);
    const have = known ? known.pops + known.links + known.interconnects : 0;
    if (have >= all) return;
    if (have > most) {
      most = have;
      movedAtMs = Date.now();
    }
    if (Date.now() - movedAtMs > STANDSTILL_LIMIT_MS) {
      throw new OperationalError('timeout', `only ${count(have)} of ${count(all)} resources were advertised, and none in the last ${STANDSTILL_LIMIT_MS / 1000} s`);
    }
    if (Date.now() - saidAtMs > SAY_EVERY_MS) {
      say(`  ${count(have)} of ${count(all)} advertised`);
      saidAtMs = Date.now();
    }
    await sleep(POLL_MS);
  }
}

async function summary(bus: Bus): Promise<paths.GetTopologySummaryResponse | undefined> {
  try {
    return await bus.request(paths.GetTopologySummary, {}, { context: OPERATOR });
  } catch (error) {
    if (error instanceof OperationalError && error.retryable) return undefined;
    throw error;
  }
}
