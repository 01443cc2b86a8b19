import { describe, expect, it } from '@jest/globals';
import { sampleExchange } from '@carriermesh/exchange';
import { addMonths, instantFromMs, NANOS_PER_HOUR, NANOS_PER_SECOND, plus, type Instant } from '@carriermesh/kernel';
import { isSealedBy, SIGNED_AS } from '@carriermesh/platform-signing';
import { agent, type common } from '@carriermesh/wire';
import { until, type StartOptions } from './testing/agent-home.js';
import { AgentTrial } from './testing/agent-trial.js';

const ALFA = 'continental-lattice';
const link = sampleExchange().providers.find(({ id }) => id === ALFA)?.links[0];
if (!link) throw new Error('the sample has links');
const HOURS_IN_A_MONTH = 31n * 24n;

const trial = new AgentTrial([ALFA]);

const now = (): Instant => instantFromMs(Date.now());
const start = (options: StartOptions = {}) => trial.start(options);
const behaving = (behaviour: object): StartOptions => ({ changes: { driver: { kind: 'simulated', behaviours: { [ALFA]: behaviour } } } });
const contractSha256 = new Uint8Array(32).fill(9);
const request = (changes: Partial<agent.ActivateSegmentRequest> = {}): agent.ActivateSegmentRequest => ({
  segmentId: 'seg_01980000-0000-8000-8000-000000000001-1',
  contractId: `con_01980000-0000-8000-8000-000000000001-${ALFA}`,
  contractSha256,
  fromPopId: link.fromPopId,
  toPopId: link.toPopId,
  resourceIds: [link.id],
  mbps: 1_000,
  serviceStartAt: instantFromMs(Date.UTC(2026, 0, 1)),
  answerBy: plus(now(), 30n * NANOS_PER_SECOND),
  ...changes,
});
const { segmentId, contractId } = request();
const activate = (changes?: Partial<agent.ActivateSegmentRequest>) => trial.desk.ask(agent.ActivateSegment.subject, agent.ActivateSegment, request(changes));
const release = () => trial.desk.ask(agent.ReleaseSegment.subject, agent.ReleaseSegment, { segmentId, contractId, contractSha256 });
const report = (at: Instant) => trial.desk.ask(agent.ReportUsage.subject, agent.ReportUsage, { segmentId, until: at });
const adjust = (adjustment: number, suspended: boolean, mbps = request().mbps) =>
  trial.desk.ask(agent.AdjustSegment.subject, agent.AdjustSegment, { segmentId, contractId, contractSha256, adjustment, mbps, suspended, answerBy: plus(now(), 30n * NANOS_PER_SECOND) });
type Answer = agent.AdjustSegmentResponse | agent.ActivateSegmentResponse | agent.ReleaseSegmentResponse;
const codeOf = ({ outcome }: Answer): string => (outcome.kind === 'refused' ? outcome.refused.code : 'not refused');

function receiptIn({ outcome }: Answer): { readonly envelope: common.SignedEnvelope; readonly receipt: agent.ActivationReceipt } {
  if (outcome.kind !== 'receipt') throw new Error(`refused: ${outcome.refused.message}`);
  return { envelope: outcome.receipt, receipt: agent.ActivationReceipt.decode(outcome.receipt.body) };
}
const isOwn = (envelope: common.SignedEnvelope): boolean => isSealedBy(trial.home.publicKeys.get(ALFA) ?? new Uint8Array(), SIGNED_AS.activationReceipt, envelope);

describe('activating and releasing', () => {
  it('S3-7 signs for an activation, and gives the same bytes again after a restart and after the last instant', async () => {
    const first = await start();
    const bytes = agent.ActivateSegment.request.encode(request());
    const answer = await trial.desk.askBytes(agent.ActivateSegment.subject, bytes);
    const { envelope, receipt } = receiptIn(agent.ActivateSegment.response.decode(answer));
    expect(isOwn(envelope)).toBe(true);
    expect(receipt).toMatchObject({ providerId: ALFA, segmentId, contractSha256, state: 'active' });
    expect(await trial.desk.askBytes(agent.ActivateSegment.subject, bytes)).toEqual(answer);
    await trial.home.stop(first.running);
    await start();
    const late = agent.ActivateSegment.request.encode(request({ answerBy: instantFromMs(1_000) }));
    expect(await trial.desk.askBytes(agent.ActivateSegment.subject, late)).toEqual(answer);
  });

  it('S3-7 activates once when it is asked twice at the same time', async () => {
    await start(behaving({ answerAfterMs: 100 }));
    const [one, other] = await Promise.all([activate(), activate()]);
    expect(receiptIn(one)).toEqual(receiptIn(other));
  });

  it('S3-7 refuses what is not its own, what it has no room for, and what comes too late', async () => {
    await start();
    expect(codeOf(await activate({ segmentId: 'seg_strange', resourceIds: ['atlantic-weave/BIO-LIS'] }))).toBe('resource-unknown');
    expect(codeOf(await activate({ segmentId: 'seg_wide', mbps: link.capacityMbps + 1 }))).toBe('capacity-exhausted');
    expect(codeOf(await activate({ answerBy: plus(now(), -1n) }))).toBe('too-late');
    expect(receiptIn(await activate({ mbps: link.capacityMbps })).receipt.state).toBe('active');
    expect(codeOf(await activate({ segmentId: 'seg_another', mbps: 1 }))).toBe('capacity-exhausted');
  });

  it('I7 refuses again what it refused, also after a restart and when there is room: who was refused has gone elsewhere, and nobody would release it', async () => {
    const first = await start();
    const other = { segmentId: 'seg_other', mbps: link.capacityMbps };
    expect(receiptIn(await activate(other)).receipt.state).toBe('active');
    const answer = await activate();
    expect(codeOf(answer)).toBe('capacity-exhausted');
    await trial.desk.ask(agent.ReleaseSegment.subject, agent.ReleaseSegment, { segmentId: other.segmentId, contractId, contractSha256 });
    expect(await activate()).toEqual(answer);
    await trial.home.stop(first.running);
    await start();
    expect(await activate()).toEqual(answer);
    expect(receiptIn(await activate({ segmentId: 'seg_later' })).receipt.state).toBe('active');
    expect(receiptIn(await release()).receipt.state).toBe('released');
  });

  it('never sells a link twice to requests that come at once', async () => {
    await start(behaving({ answerAfterMs: 20 }));
    const mbps = Math.floor(link.capacityMbps / 3);
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => activate({ segmentId: `seg_${index}`, mbps })));
    expect(answers.filter(({ outcome }) => outcome.kind === 'receipt')).toHaveLength(3);
  });

  it('S3-7 signs for an adjustment, gives the same bytes again after a restart, and goes back from what its network refuses without asking it', async () => {
    const first = await start(behaving({ refuseAdjustments: true }));
    receiptIn(await activate());
    expect([codeOf(await adjust(1, true)), receiptIn(await adjust(2, false)).receipt]).toMatchObject(['segment-refused', { state: 'active', adjustment: 2 }]);
    await trial.home.stop(first.running);
    const second = await start();
    const { envelope, receipt } = receiptIn(await adjust(3, true));
    expect([isOwn(envelope), receipt]).toMatchObject([true, { providerId: ALFA, segmentId, contractSha256, state: 'suspended', adjustment: 3, mbps: request().mbps }]);
    await trial.home.stop(second.running);
    await start();
    expect(receiptIn(await adjust(3, true)).envelope).toEqual(envelope);
    expect(receiptIn(await adjust(4, false, 999)).receipt).toMatchObject({ state: 'active', adjustment: 4, mbps: 999 });
    expect([codeOf(await adjust(3, true)), receiptIn(await release()).receipt.state, codeOf(await adjust(5, false))]).toEqual(['adjustment-superseded', 'released', 'segment-released']);
  });

  it('S3-7 signs for a release, of a segment that was never active too, and does not activate it any more', async () => {
    await start();
    const { envelope, receipt } = receiptIn(await release());
    expect(isOwn(envelope)).toBe(true);
    expect(receipt).toMatchObject({ segmentId, contractSha256, state: 'released' });
    expect(receiptIn(await release()).envelope).toEqual(envelope);
    expect(codeOf(await activate())).toBe('segment-released');
  });

  it('lets a release overtake an activation that takes long', async () => {
    await start(behaving({ answerAfterMs: 300 }));
    const slow = activate();
    await trial.connection.flush();
    expect(receiptIn(await release()).receipt.state).toBe('released');
    expect(codeOf(await slow)).toBe('segment-released');
  });

  it('answers what cannot be read with an error, and goes on', async () => {
    await start();
    const reply = await trial.connection.request(agent.ActivateSegment.subject, Uint8Array.of(0xff, 0xff), { timeout: 5_000 });
    expect(reply.headers?.get('cm-error')).toBe('malformed');
    expect(receiptIn(await activate()).receipt.state).toBe('active');
  });
});

describe('a provider that misbehaves on purpose', () => {
  it('refuses, for good', async () => {
    const first = await start(behaving({ refuse: true }));
    expect(codeOf(await activate())).toBe('segment-refused');
    await trial.home.stop(first.running);
    await start();
    expect(codeOf(await activate())).toBe('segment-refused');
    expect(codeOf(await activate({ segmentId: 'seg_other' }))).toBe('not refused');
  });

  it('is silent', async () => {
    await start(behaving({ silent: true }));
    await expect(trial.desk.ask(agent.ActivateSegment.subject, agent.ActivateSegment, request(), 200)).rejects.toThrow('timeout');
  });

  it('is too late, and leaves nothing active', async () => {
    await start(behaving({ answerAfterMs: 200 }));
    expect(codeOf(await activate({ answerBy: plus(now(), 50_000_000n) }))).toBe('too-late');
    expect(codeOf(await activate({ segmentId: 'seg_other', mbps: link.capacityMbps }))).toBe('not refused');
  });

  it('signs with another key under its own key’s name, and is found out', async () => {
    await start(behaving({ lieAboutKey: true }));
    const { envelope, receipt } = receiptIn(await activate());
    expect(receipt.providerId).toBe(ALFA);
    expect(isOwn(envelope)).toBe(false);
  });
});

describe('usage', () => {
  const monthEnd = addMonths(request().serviceStartAt, 1);
  const records = () => trial.desk.usage().flatMap((batch) => batch.records);

  it('S3-7 is reported for every hour of a month, once, with a watermark at the month’s end', async () => {
    await start();
    await activate();
    expect(await report(monthEnd)).toEqual({ outcome: { kind: 'reporting', reporting: { records: Number(HOURS_IN_A_MONTH) } } });
    await until('all usage has arrived', () => trial.desk.usage().length === 3);
    expect(trial.desk.usage().map((batch) => batch.records.length)).toEqual([250, 250, 244]);
    expect(trial.desk.usage().map(({ watermarks }) => watermarks)).toEqual([[], [], [{ segmentId, completeUntil: monthEnd }]]);
    expect(new Set(records().map(({ recordId }) => recordId)).size).toBe(Number(HOURS_IN_A_MONTH));
    expect(records()[1]).toMatchObject({ recordId: `${segmentId}-1767229200`, from: plus(request().serviceStartAt, NANOS_PER_HOUR) });
    expect(records().every(({ octets }) => octets > 0n && octets <= 900_000_000_000n)).toBe(true);
  });

  it('is not sent twice when it is asked for again, over a restart', async () => {
    const first = await start();
    await activate();
    await report(monthEnd);
    await until('all usage has arrived', () => trial.desk.usage().length === 3);
    await trial.home.stop(first.running);
    await start();
    expect(await report(monthEnd)).toEqual({ outcome: { kind: 'reporting', reporting: { records: 0 } } });
    await report(plus(monthEnd, 2n * NANOS_PER_HOUR));
    await until('the two further hours have arrived', () => trial.desk.usage().length === 4);
    expect(trial.desk.usage()[3]?.records.map(({ from }) => from)).toEqual([monthEnd, plus(monthEnd, NANOS_PER_HOUR)]);
  });

  it('is sent again in the very same bytes when it has no receipt at the restart', async () => {
    const first = await start();
    await activate();
    await first.advertised;
    trial.desk.manner = 'silent';
    await report(monthEnd);
    await until('the first batch has arrived', () => trial.desk.usage().length > 0);
    await trial.home.stop(first.running);
    const [lost] = trial.desk.of('usage');
    trial.desk.manner = 'receipt';
    await start();
    await until('all usage has arrived', () => trial.desk.usage().length >= 4);
    const [, again] = trial.desk.of('usage');
    expect(again?.bytes).toEqual(lost?.bytes);
    expect(new Set(records().map(({ recordId }) => recordId)).size).toBe(Number(HOURS_IN_A_MONTH));
    expect(new Set(trial.desk.of('usage').map(({ batchId }) => batchId)).size).toBe(3);
  });

  it('is reported by itself as hours are completed', async () => {
    await start({ intervals: { reportMs: 20 } });
    await activate({ serviceStartAt: plus(now(), -3n * NANOS_PER_HOUR) });
    await until('the hours have arrived', () => records().length > 0);
    expect(records()).toHaveLength(3);
  });

  it('of a released segment ends with its last full hour, and is complete for any later time', async () => {
    await start();
    const serviceStartAt = plus(now(), -(5n * NANOS_PER_HOUR) / 2n);
    await activate({ serviceStartAt });
    await release();
    const asked = plus(serviceStartAt, 48n * NANOS_PER_HOUR);
    expect(await report(asked)).toMatchObject({ outcome: { reporting: { records: 2 } } });
    await until('the usage has arrived', () => trial.desk.usage().length === 1);
    expect(trial.desk.usage()[0]?.watermarks).toEqual([{ segmentId, completeUntil: asked }]);
  });

  it('of a service that ended has its last hour, though the agent’s clock is behind that end', async () => {
    await start();
    const serviceStartAt = plus(now(), -NANOS_PER_HOUR);
    await activate({ serviceStartAt });
    const serviceEndAt = plus(serviceStartAt, 2n * NANOS_PER_HOUR);
    await trial.desk.ask(agent.ReleaseSegment.subject, agent.ReleaseSegment, { segmentId, contractId, contractSha256, serviceEndAt });
    expect(await report(serviceEndAt)).toMatchObject({ outcome: { reporting: { records: 2 } } });
    await until('the usage has arrived', () => trial.desk.usage().length === 1);
    expect(trial.desk.usage()[0]?.watermarks).toEqual([{ segmentId, completeUntil: serviceEndAt }]);
  });

  it('of a segment that was never active here is refused', async () => {
    await start();
    expect(await report(monthEnd)).toMatchObject({ outcome: { kind: 'refused', refused: { code: 'segment-unknown' } } });
  });

  it('that is still to come is not invented where the agent keeps the machine’s own time', async () => {
    await start({ changes: { clock: 'machine' } });
    await activate({ serviceStartAt: plus(now(), -2n * NANOS_PER_HOUR) });
    expect(await report(plus(now(), 100n * NANOS_PER_HOUR))).toMatchObject({ outcome: { reporting: { records: 2 } } });
  });
});

describe('measurements', () => {
  it('follow an activation at once, and then come regularly, near the latency of the inventory', async () => {
    const { advertised } = await start({ intervals: { measureMs: 50 } });
    await advertised;
    expect(trial.desk.of('measure')).toEqual([]);
    await activate();
    await until('three rounds have arrived', () => trial.desk.of('measure').length >= 3);
    for (const { body } of trial.desk.of('measure')) {
      const [measurement] = agent.MeasurementBatch.decode(body).measurements;
      expect(measurement?.segmentId).toBe(segmentId);
      const deviation = (measurement?.latencyNs ?? 0n) - link.latencyNs;
      expect(deviation < 5_000_000n && deviation > -5_000_000n).toBe(true);
    }
    await release();
    await trial.connection.flush();
  });
});
