import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Instant } from '@carriermesh/kernel';
import { connectBus, contextToHeaders } from '@carriermesh/platform-bus';
import { sealEnvelope, SIGNED_AS, signingKey } from '@carriermesh/platform-signing';
import { agent, agentInboundSubject, common, type contracting } from '@carriermesh/wire';
import type { ScenarioMesh } from './scenario-mesh.js';

const REPLY_LIMIT_MS = 10_000;
const EVERYTHING_PPM = 1_000_000;

/** Says in the provider's own name, with its key and on its account, that nothing comes through a segment. */
export async function reportDead({ home }: ScenarioMesh, { segmentId, providerId }: contracting.ContractSegment, measuredAt: Instant, limitMs = REPLY_LIMIT_MS): Promise<void> {
  const { natsUrl } = JSON.parse(readFileSync(home.runFile, 'utf8')) as { natsUrl: string };
  const connection = await connectBus({ url: natsUrl, name: `report of ${providerId}`, nkeySeedFile: home.providerNkeyFile(providerId) });
  try {
    const batchId = `mea_${randomUUID()}`;
    const body = agent.MeasurementBatch.encode({ providerId, batchId, measurements: [{ segmentId, measuredAt, latencyNs: 0n, lossPpm: EVERYTHING_PPM }] });
    const envelope = sealEnvelope(signingKey(readFileSync(home.providerKeyFile(providerId), 'utf8')), SIGNED_AS.measurementBatch, body);
    const headers = contextToHeaders({ actor: `provider:${providerId}`, correlationId: batchId, causationId: batchId });
    const reply = await connection.request(agentInboundSubject('measure'), common.SignedEnvelope.encode(envelope), { timeout: limitMs, headers });
    const { outcome } = agent.BatchReply.decode(reply.data);
    if (outcome.kind === 'refused') throw new Error(`the report about ${segmentId} was refused: ${outcome.refused.message}`);
  } finally {
    await connection.close();
  }
}
