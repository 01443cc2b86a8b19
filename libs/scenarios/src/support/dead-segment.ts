import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { NANOS_PER_SECOND, plus, type Instant } from '@carriermesh/kernel';
import { connectBus, contextToHeaders } from '@carriermesh/platform-bus';
import { sealEnvelope, SIGNED_AS, signingKey } from '@carriermesh/platform-signing';
import { agent, agentInboundSubject, common, type contracting } from '@carriermesh/wire';
import type { ScenarioMesh } from './scenario-mesh.js';

const REPLY_LIMIT_MS = 10_000;
const EVERYTHING_PPM = 1_000_000;
/** They clear an alarm, and prove a way back. */
const GOOD_WINDOWS = 5;

/** Says in the provider's own name, with its key and on its account, that nothing comes through a segment. */
export const reportDead = (mesh: ScenarioMesh, segment: Reported, measuredAt: Instant, limitMs = REPLY_LIMIT_MS): Promise<void> =>
  report(mesh, segment, [{ segmentId: segment.segmentId, measuredAt, latencyNs: 0n, lossPpm: EVERYTHING_PPM }], limitMs);

/** The same, that it is well: as many windows as it takes, a second apart, the first at this instant. */
export const reportWell = (mesh: ScenarioMesh, segment: Reported, from: Instant, limitMs = REPLY_LIMIT_MS): Promise<void> =>
  report(mesh, segment, Array.from({ length: GOOD_WINDOWS }, (_, index) => ({ segmentId: segment.segmentId, measuredAt: plus(from, BigInt(index) * NANOS_PER_SECOND), latencyNs: 1n, lossPpm: 0 })), limitMs);

type Reported = Pick<contracting.ContractSegment, 'segmentId' | 'providerId'>;

async function report({ home }: ScenarioMesh, { segmentId, providerId }: Reported, measurements: readonly agent.Measurement[], limitMs: number): Promise<void> {
  const { natsUrl } = JSON.parse(readFileSync(home.runFile, 'utf8')) as { natsUrl: string };
  const connection = await connectBus({ url: natsUrl, name: `report of ${providerId}`, nkeySeedFile: home.providerNkeyFile(providerId) });
  try {
    const batchId = `mea_${randomUUID()}`;
    const body = agent.MeasurementBatch.encode({ providerId, batchId, measurements });
    const envelope = sealEnvelope(signingKey(readFileSync(home.providerKeyFile(providerId), 'utf8')), SIGNED_AS.measurementBatch, body);
    const headers = contextToHeaders({ actor: `provider:${providerId}`, correlationId: batchId, causationId: batchId });
    const reply = await connection.request(agentInboundSubject('measure'), common.SignedEnvelope.encode(envelope), { timeout: limitMs, headers });
    const { outcome } = agent.BatchReply.decode(reply.data);
    if (outcome.kind === 'refused') throw new Error(`the report about ${segmentId} was refused: ${outcome.refused.message}`);
  } finally {
    await connection.close();
  }
}
