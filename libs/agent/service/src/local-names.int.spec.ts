import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sampleExchange } from '@carriermesh/exchange';
import { formatInstant, instantFromMs, NANOS_PER_HOUR, NANOS_PER_SECOND, plus, toHex, type Instant } from '@carriermesh/kernel';
import { agent } from '@carriermesh/wire';
import { until } from './testing/agent-home.js';
import { AgentTrial } from './testing/agent-trial.js';

const ALFA = 'continental-lattice';
const START = instantFromMs(Date.UTC(2026, 0, 1));
const segmentId = 'seg_01980000-0000-8000-8000-000000000001-1';
const contractId = `con_01980000-0000-8000-8000-000000000001-${ALFA}`;

const trial = new AgentTrial([ALFA]);

async function activate(): Promise<void> {
  const link = sampleExchange().providers.find(({ id }) => id === ALFA)?.links[0];
  if (!link) throw new Error('the sample has links');
  const answerBy = plus(instantFromMs(Date.now()), 30n * NANOS_PER_SECOND);
  const request = { segmentId, contractId, contractSha256: new Uint8Array(32), fromPopId: link.fromPopId, toPopId: link.toPopId, resourceIds: [link.id], mbps: 1_000, serviceStartAt: START, answerBy };
  expect(await trial.desk.ask(agent.ActivateSegment.subject, agent.ActivateSegment, request)).toMatchObject({ outcome: { kind: 'receipt' } });
}
const report = (at: Instant) => trial.desk.ask(agent.ReportUsage.subject, agent.ReportUsage, { segmentId, until: at });

describe('usage of a provider that has names of its own', () => {
  it('S3-20 is reported under the provider’s own names where it has any for that time, which are stated with it, and by the segment where it has none', async () => {
    const second = plus(START, 2n * NANOS_PER_HOUR);
    const file = join(trial.home.directory, 'ids.yaml');
    const rows = { segments: [{ localId: 'CID/1', segment: segmentId, until: formatInstant(second) }, { localId: 'CID/9', segment: 'seg_of-another' }], customers: [{ localId: 'KD-1', contract: contractId }] };
    writeFileSync(file, JSON.stringify(rows));
    const provider = { id: ALFA, signingKeyFile: `${ALFA}.pem`, operatorPublicKeyHex: toHex(trial.desk.operator.publicKey), localIdsFile: 'ids.yaml' };
    await trial.start({ changes: { providers: [provider] } });
    await activate();
    await report(plus(second, NANOS_PER_HOUR));
    await until('the first hours have arrived', () => trial.desk.usage().length === 1);
    const target = { kind: 'segment-id', segmentId } as const;
    const statements = [{ localId: 'CID/1', target, state: 'active', at: START }, { localId: 'CID/1', target, state: 'retired', at: second }, { localId: 'KD-1', target: { kind: 'contract-id', contractId }, state: 'active', at: START }];
    expect(trial.desk.usage()[0]?.localIds?.statements).toEqual(statements);
    expect(trial.desk.usage()[0]?.localIds?.records.map(({ localId, recordId }) => [localId, recordId])).toEqual([['CID/1', `${segmentId}-1767225600`], ['CID/1', `${segmentId}-1767229200`]]);
    expect(trial.desk.usage()[0]?.records.map(({ recordId }) => recordId)).toEqual([`${segmentId}-1767232800`]);
    // The file is read with every report: what is wrong in it holds the report back, and is lost nothing of.
    writeFileSync(file, JSON.stringify({ segments: [{ localId: 'a b', segment: segmentId }] }));
    await expect(report(plus(second, 2n * NANOS_PER_HOUR))).rejects.toThrow();
    writeFileSync(file, JSON.stringify({ ...rows, segments: [...rows.segments, { localId: 'CID/2', segment: segmentId, from: formatInstant(second) }] }));
    await report(plus(second, 2n * NANOS_PER_HOUR));
    await until('the next hour has arrived', () => trial.desk.usage().length === 2);
    expect(trial.desk.usage()[1]?.localIds?.records.map(({ localId }) => localId)).toEqual(['CID/2']);
  });
});
