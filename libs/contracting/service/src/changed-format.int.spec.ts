import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { zero } from '@carriermesh/kernel';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import { type Codec, contracting as language, provisioning } from '@carriermesh/wire';
import { contracting } from './contracting.service.js';
import { replayContract } from './replay/replay-contract.js';
import { Neighbourhood, neighbours } from './testing/neighbours.js';
import { TrialBuyer } from './testing/trial-buyer.js';
import { TrialMarket } from './testing/trial-market.js';

/** Of 100 Mbit/s 60 travel, and of 1,000 no more than 600. */
const CODEC: language.FormatChoice = { id: 'h265', bandwidthPpm: 599_999, pricePpm: 1_000_000, monthly: zero('EUR'), monthlyPerMbps: zero('EUR'), setup: zero('EUR'), addsNs: 0n };

describe('the contract of a service in a format whose bandwidth is changed', () => {
  let mesh: TrialMesh;
  let contractId: string;
  let orderId: string;

  beforeAll(async () => {
    mesh = await TrialMesh.start({ services: [] });
    const acme = new TrialBuyer(mesh, 'acme');
    const market = TrialMarket.londonToNewYork(mesh.now());
    await mesh.add(neighbours(new Neighbourhood(market)));
    await mesh.add(contracting);
    await market.advertisePops(mesh);
    const terms: language.StatedTerms = { terms: { kind: 'formats', formats: { codecs: [CODEC], resolutions: [], encapsulations: [] } } };
    expect((await mesh.bus.request(language.StateTerms, { requestId: 'formats', terms }, { context: mesh.context('operator') })).outcome.kind).toBe('stated');
    await eventually('the formats', async () => (await mesh.bus.request(language.ListTerms, {}, { context: mesh.context('operator') })).terms[0]);
    const record = await acme.reaches((await acme.order({ objective: 'profit', device: {} })).orderId, 'active');
    ({ orderId, contractId = '' } = record);
    await changed(1, { mbps: 60, suspended: false }, { mbps: 600, suspended: false, orderedMbps: 1_000 });
    await changed(2, { mbps: 600, suspended: false, orderedMbps: 1_000 }, { mbps: 601, suspended: false, orderedMbps: 1_001 });
  }, 60_000);
  afterAll(() => mesh?.stop(), 60_000);

  const amendments = async () => (await mesh.ledger.raw.readStream(`contract-${contractId}`)).filter(({ type }) => type === 'contracting.v1.ContractAmended').map(({ payload }) => language.ContractAmended.decode(payload));

  /** It is ordered, and provisioning tells that it was done. */
  async function changed(changeNumber: number, from: provisioning.ServiceShape, to: provisioning.ServiceShape): Promise<void> {
    const change: language.ServiceChange = { kind: 'modify', reason: '', ...(to.orderedMbps !== undefined && { mbps: to.orderedMbps }) };
    const { outcome } = await mesh.bus.request(language.ChangeService, { buyerId: 'acme', contractId, requestId: `change-${changeNumber}`, change }, { context: mesh.context('buyer:acme') });
    if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
    const data = { contractId, orderId, changeNumber, from, to, segmentIds: [], changedAt: mesh.now() };
    await mesh.ledger.commit([{ stream: `activation-${contractId}`, expected: 'any', events: [{ type: 'provisioning.v1.ServiceChanged', data }] }], mesh.context('process:activation'));
    await eventually('the version', async () => (await amendments())[changeNumber - 1]);
  }

  it('S4-6 S0-7 says to its customer what is ordered and what travels, and costs what is ordered', async () => {
    const [first] = (await mesh.ledger.raw.readStream(`contract-${contractId}`)).filter(({ type }) => type === 'contracting.v1.ContractSigned').map(({ payload }) => language.Contract.decode(language.ContractSigned.decode(payload).contract.body));
    const versions = (await amendments()).map(({ amendment }) => language.ContractAmendment.decode(amendment.body).change);
    expect(versions).toMatchObject([{ bandwidth: { mbps: 1_000, carriedMbps: 600 } }, { bandwidth: { mbps: 1_001, carriedMbps: 601 } }]);
    const [second] = versions;
    if (second?.kind !== 'bandwidth' || !first) throw new Error('there is no second version');
    expect(second.bandwidth.prices[0]?.monthlyRecurring.microMinor).toBe(10n * (first.prices[0]?.monthlyRecurring.microMinor ?? 0n));
    const supplied = (await mesh.ledger.raw.readStream(`supply-${contractId}-${first.segments[0]?.providerId}`)).map(({ type, payload }) => (type === 'contracting.v1.SupplyContractAmended' ? language.SupplyContractAmendment.decode(language.SupplyContractAmended.decode(payload).amendment.body) : undefined));
    expect(supplied[1]?.change).toMatchObject({ bandwidth: { mbps: 600 } });
  });

  it('S0-7 M2 is written again to the byte, and what was said to travel otherwise is named', async () => {
    expect(await replayContract(mesh.ledger.raw, contractId)).toMatchObject({ identical: true, differences: [], inForce: { version: 3, mbps: 1_001 } });
    const altered = async <T>(stream: string, type: string, codec: Codec<T>, alter: (data: T) => T): Promise<readonly string[]> => {
      const events = await mesh.ledger.raw.readStream(stream);
      const event = events.find((each) => each.type === type);
      const readStream = async (name: string) => (name === stream ? events.map((each) => (each === event ? { ...each, payload: codec.encode(alter(codec.decode(each.payload))) } : each)) : mesh.ledger.raw.readStream(name));
      return (await replayContract({ readStream }, contractId)).differences.map(({ at }) => at);
    };
    expect(await altered(`contract-${contractId}`, 'contracting.v1.ServiceChangeOrdered', language.ServiceChangeOrdered, (ordered) => ({ ...ordered, carriedMbps: 601 }))).toEqual(['change[1].carriedMbps', 'change[1].mbps']);
    const swapped = await altered(`activation-${contractId}`, 'provisioning.v1.ServiceChanged', provisioning.ServiceChanged, (done) => ({ ...done, to: { ...done.to, mbps: 1_000, orderedMbps: 600 } }));
    expect(swapped).toEqual(expect.arrayContaining(['change[1].mbps', 'change[1].orderedMbps', 'version[2].change.bandwidth.mbps', 'version[2].change.bandwidth.carriedMbps']));
  });
});
