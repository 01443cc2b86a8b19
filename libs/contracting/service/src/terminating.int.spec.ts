import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant, NANOS_PER_DAY, NANOS_PER_HOUR, plus } from '@carriermesh/kernel';
import { ledgerAsOf } from '@carriermesh/platform-ledger';
import { isSealedBy, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { eventually, TrialMesh } from '@carriermesh/platform-trial';
import { agent, type Codec, contracting as language } from '@carriermesh/wire';
import { contractChecks } from './contract-checks.js';
import { readContractFile } from './contract-file.js';
import { contracting } from './contracting.service.js';
import { replayContract } from './replay/replay-contract.js';
import { Neighbourhood, neighbours } from './testing/neighbours.js';
import { TrialBuyer } from './testing/trial-buyer.js';
import { TrialMarket } from './testing/trial-market.js';

describe('a contract that ends', () => {
  let mesh: TrialMesh;
  let hood: Neighbourhood;
  let acme: TrialBuyer;

  beforeAll(async () => {
    mesh = await TrialMesh.start({ services: [] });
    acme = new TrialBuyer(mesh, 'acme');
    const market = TrialMarket.londonToNewYork(mesh.now());
    await mesh.add(neighbours((hood = new Neighbourhood(market))));
    // Two instances compete, as they do in a larger home.
    await mesh.add(contracting);
    await mesh.add(contracting);
    await market.advertisePops(mesh);
  }, 60_000);
  afterAll(() => mesh?.stop(), 60_000);

  const running = async () => acme.reaches((await acme.order()).orderId, 'active');
  const terminate = async (body: Partial<language.TerminateContractRequest>, actor = 'buyer:acme') =>
    (await mesh.bus.request(language.TerminateContract, { buyerId: 'acme', contractId: '', requestId: 'end', reason: '', ...body }, { context: mesh.context(actor) })).outcome;
  const down = (contractId: string, orderId: string) => {
    const data = { contractId, orderId, endedAt: mesh.now(), terminatedAt: mesh.now() };
    return mesh.ledger.commit([{ stream: `activation-${contractId}`, expected: 'any', events: [{ type: 'provisioning.v1.ServiceTerminated', data }] }], mesh.context('process:activation'));
  };
  const accepted = (outcome: language.TerminateContractResponse['outcome']): language.ContractRecord => {
    if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
    return outcome.terminating;
  };
  const amendmentOf = ({ amendments }: language.ContractRecord) => {
    const { change, ...amendment } = language.ContractAmendment.decode(amendments[0]!.envelope.body);
    if (change.kind !== 'termination') throw new Error(`the amendment is about ${change.kind}`);
    return { ...amendment, change };
  };

  it('S0-7 has a second version of every party’s contract, bound to the first by hashes, and gives its capacity back when its service is down', async () => {
    const { orderId, contractId = '' } = await running();
    const record = accepted(await terminate({ contractId, reason: 'moved' }));
    expect(record).toMatchObject({ state: 'terminating', amendments: [{ version: 2 }] });
    const [amended] = record.amendments;
    expect(isSealedBy(mesh.operator.publicKey, SIGNED_AS.contractAmendment, amended!.envelope)).toBe(true);
    const amendment = amendmentOf(record);
    expect(amendment).toMatchObject({ version: 2, amendedSha256: record.contractSha256, request: { requestedBy: 'acme', requestId: 'end' }, change: { termination: { reason: 'moved', earlyChargeBasisPoints: 5_000 } } });
    // The policy's notice is a day.
    expect(amendment.change.termination.endsAt >= plus(amendment.request.requestedAt, NANOS_PER_DAY)).toBe(true);

    const contract = language.Contract.decode(record.envelope.body);
    for (const { providerId, supplyContractSha256 } of contract.supplies) {
      const [signed, changed] = (await mesh.ledger.load(`supply-${contractId}-${providerId}`)).events;
      if (signed?.type !== 'contracting.v1.SupplyContractSigned' || changed?.type !== 'contracting.v1.SupplyContractAmended') throw new Error(`${providerId} has no second version`);
      expect(isSealedBy(mesh.operator.publicKey, SIGNED_AS.supplyContractAmendment, changed.data.amendment)).toBe(true);
      const supply = language.SupplyContractAmendment.decode(changed.data.amendment.body);
      expect(supply).toMatchObject({ version: 2, amendedSha256: supplyContractSha256, change: { termination: { endsAt: amendment.change.termination.endsAt, reason: '' } } });
      expect(amendment.supplies).toContainEqual({ providerId, supplyContractSha256: sha256(changed.data.amendment.body) });
      expect(Buffer.from(changed.data.amendment.body).includes('acme')).toBe(false);
    }

    const streams = [`contract-${contractId}`, `quote-${contract.quoteId}`, `order-${orderId}`, ...contract.supplies.map(({ providerId }) => `supply-${contractId}-${providerId}`)];
    const events = (await Promise.all(streams.map((stream) => mesh.ledger.raw.readStream(stream)))).flat();
    const failing = (from: typeof events) => contractChecks(contractId, from).filter(({ holds }) => !holds).map(({ what }) => what);
    expect([failing(events), contractChecks(contractId, events).filter(({ what }) => what.startsWith('version 2')).length]).toEqual([[], 1 + contract.supplies.length]);
    const gone = `supply-${contractId}-${contract.supplies[0]!.providerId}`;
    expect(failing(events.filter(({ stream, revision }) => stream !== gone || revision === 0))).toEqual([`version 2 binds the one with ${contract.supplies[0]!.providerId}`]);
    expect(await readContractFile(mesh.ledger.raw, contractId)).toMatchObject({ state: 'terminating', amendments: [{ amendment: { version: 2 } }] });

    const holdId = `hol_${orderId.slice(4)}-1`;
    expect(hood.holds.get(holdId)?.state).toBe('committed');
    await down(contractId, orderId);
    await acme.reaches(orderId, 'terminated');
    expect(hood.holds.get(holdId)?.state).toBe('released');
    expect(await acme.contract(contractId)).toMatchObject({ contract: { state: 'terminated', amendments: record.amendments } });
  });

  it('S3-6 I10 tells each supplier what it sold, in all of its versions, on its own account’s subject, and anybody else what it tells of contracts that never were', async () => {
    const { contractId = '' } = await running();
    const record = accepted(await terminate({ contractId }));
    const supplies = language.Contract.decode(record.envelope.body).supplies;
    const asked = async (providerId: string, about = contractId) =>
      agent.SupplyReply.decode((await mesh.connection.request(`cm.in.${providerId}.supply.v1`, agent.SupplyQuestion.encode({ contractId: about, furtherContractIds: [] }), { timeout: 5_000 })).data).outcome;
    for (const { providerId, supplyContractSha256 } of supplies) {
      const outcome = await asked(providerId);
      if (outcome.kind !== 'supply') throw new Error(outcome.refused.message);
      const { contract, amendments } = outcome.supply;
      expect([sha256(contract.body), isSealedBy(mesh.operator.publicKey, SIGNED_AS.supplyContract, contract)]).toEqual([supplyContractSha256, true]);
      expect(language.SupplyContract.decode(contract.body)).toMatchObject({ providerId, contractId });
      expect(amendments.map(({ body }) => language.SupplyContractAmendment.decode(body))).toMatchObject([{ version: 2, amendedSha256: supplyContractSha256 }]);
    }
    const never = await asked(supplies[0]!.providerId, 'con_0190a5b2-7c3d-8e4f-9a0b-1c2d3e4f5a6b');
    expect(never).toMatchObject({ kind: 'refused', refused: { code: 'contract-unknown' } });
    for (const [providerId, about] of [['stranger', contractId], ['stranger', `${contractId}-${supplies[0]!.providerId}`], [supplies[0]!.providerId, 'no token'], ['x', '']] as const) expect(await asked(providerId, about)).toEqual(never);
  });

  it('S0-7 is ended once, also by two who ask at the same time, and tells whoever comes later when', async () => {
    const { contractId = '' } = await running();
    const [one, other] = await Promise.all([terminate({ contractId }), terminate({ contractId })]);
    expect(accepted(one)).toEqual(accepted(other));
    expect(accepted(await terminate({ contractId }))).toEqual(accepted(one));
    expect(await terminate({ contractId, reason: 'another' })).toMatchObject({ refused: { code: 'amendment-request-reused' } });
    expect(await terminate({ contractId, requestId: 'later' })).toMatchObject({ refused: { code: 'contract-already-ending', facts: { ends_at: expect.any(String) } } });
    expect((await mesh.ledger.load(`contract-${contractId}`)).events.filter(({ type }) => type === 'contracting.v1.ContractAmended')).toHaveLength(1);
  });

  it('I10 is ended by its own buyer, or by the operator for the seller, who asks the customer for nothing', async () => {
    const { contractId = '' } = await running();
    expect(await terminate({ contractId, buyerId: 'rival' }, 'buyer:rival')).toMatchObject({ refused: { code: 'contract-unknown' } });
    await expect(terminate({ contractId }, 'buyer:rival')).rejects.toMatchObject({ kind: 'denied' });
    await expect(terminate({ contractId, buyerId: '' }, 'buyer:rival')).rejects.toMatchObject({ kind: 'denied' });
    expect(await terminate({ contractId: 'con_none' })).toMatchObject({ refused: { code: 'contract-unknown', message: 'There is no contract "con_none" that is the asker\'s.' } });
    const { request, change } = amendmentOf(accepted(await terminate({ contractId, buyerId: '', endsAt: plus(mesh.now(), 30n * NANOS_PER_DAY) }, 'operator')));
    expect([request.requestedBy, change.termination.earlyChargeBasisPoints]).toEqual(['carriermesh', 0]);
  });

  describe('whose service is changed meanwhile', () => {
    const change = async (body: Partial<language.ChangeServiceRequest>, actor = 'buyer:acme') =>
      (await mesh.bus.request(language.ChangeService, { buyerId: 'acme', contractId: '', requestId: 'pause', change: { kind: 'suspend', reason: '' }, ...body }, { context: mesh.context(actor) })).outcome;
    const changed = (outcome: language.ChangeServiceResponse['outcome']): language.ContractRecord => {
      if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
      return outcome.changing;
    };
    /** What provisioning tells of a change. */
    const tell = (contractId: string, orderId: string, changeNumber: number, suspended: boolean) => {
      const data = { contractId, orderId, changeNumber, from: { mbps: 100, suspended: !suspended }, to: { mbps: 100, suspended }, segmentIds: [], changedAt: mesh.now() };
      return mesh.ledger.commit([{ stream: `activation-${contractId}`, expected: 'any', events: [{ type: 'provisioning.v1.ServiceChanged', data }] }], mesh.context('process:activation'));
    };

    it('S0-10 is suspended and resumed once for each request, also by two who ask at the same time, and ends as ever', async () => {
      const { orderId, contractId = '' } = await running();
      const [one, other] = await Promise.all([change({ contractId }), change({ contractId })]);
      expect(changed(one).changes).toMatchObject([{ number: 1, state: 'in-progress', request: { requestedBy: 'acme', requestId: 'pause' } }]);
      expect(changed(other)).toEqual(changed(one));
      expect(await change({ contractId, requestId: 'again' })).toMatchObject({ refused: { code: 'change-under-way', facts: { ordered_at: expect.any(String) } } });
      await tell(contractId, orderId, 1, true);
      await acme.reaches(orderId, 'suspended');
      expect(await acme.contract(contractId)).toMatchObject({ contract: { state: 'suspended', amendments: [], changes: [{ state: 'completed' }] } });
      expect(await readContractFile(mesh.ledger.raw, contractId)).toMatchObject({ state: 'suspended', isSuspended: true });
      expect(changed(await change({ contractId })).changes).toHaveLength(1);
      expect(await change({ contractId, change: { kind: 'suspend', reason: 'other' } })).toMatchObject({ refused: { code: 'amendment-request-reused' } });
      expect(await change({ contractId, requestId: 'more' })).toMatchObject({ refused: { code: 'service-suspended' } });
      changed(await change({ contractId, requestId: 'back', change: { kind: 'resume', reason: '' } }));
      await tell(contractId, orderId, 2, false);
      await acme.reaches(orderId, 'active');
      changed(await change({ contractId, requestId: 'once-more' }));
      accepted(await terminate({ contractId }));
      await down(contractId, orderId);
      await acme.reaches(orderId, 'terminated');
      expect(await acme.contract(contractId)).toMatchObject({ contract: { state: 'terminated', changes: [{}, {}, { number: 3, state: 'rejected' }] } });
    });

    it('S0-10 is terminating and suspended at once, until its service is resumed', async () => {
      const { orderId, contractId = '' } = await running();
      accepted(await terminate({ contractId }));
      for (const [index, kind] of (['suspend', 'resume'] as const).entries()) {
        changed(await change({ contractId, requestId: kind, change: { kind, reason: '' } }));
        await tell(contractId, orderId, index + 1, kind === 'suspend');
        await acme.reaches(orderId, kind === 'suspend' ? 'suspended' : 'active');
        expect(await readContractFile(mesh.ledger.raw, contractId)).toMatchObject({ state: 'terminating', isSuspended: kind === 'suspend' });
      }
    });

    it('S0-7 S0-10 has its other bandwidth in the next version of every party’s contract, at the contracted price for each Mbit/s, and ends by the one after it', async () => {
      const { orderId, contractId = '' } = await running();
      expect(await change({ contractId, requestId: 'none', change: { kind: 'modify', reason: '', mbps: 100 } })).toMatchObject({ refused: { code: 'bandwidth-as-it-is' } });
      changed(await change({ contractId, requestId: 'more', change: { kind: 'modify', reason: '', mbps: 250 } }));
      const data = { contractId, orderId, changeNumber: 1, from: { mbps: 100, suspended: false }, to: { mbps: 250, suspended: false }, segmentIds: [], changedAt: mesh.now() };
      await mesh.ledger.commit([{ stream: `activation-${contractId}`, expected: 'any', events: [{ type: 'provisioning.v1.ServiceChanged', data }] }], mesh.context('process:activation'));
      const amended = await eventually('the next version', async () => {
        const outcome = await acme.contract(contractId);
        return outcome.kind === 'contract' && outcome.contract.amendments.length > 0 ? outcome.contract : undefined;
      });
      const contract = language.Contract.decode(amended.envelope.body);
      const { version, amendedSha256, change: said, supplies } = language.ContractAmendment.decode(amended.amendments[0]!.envelope.body);
      if (said.kind !== 'bandwidth') throw new Error(`the amendment is about ${said.kind}`);
      expect([amended.state, version, amendedSha256, said.bandwidth.mbps, said.bandwidth.from]).toEqual(['active', 2, amended.contractSha256, 250, data.changedAt]);
      const priced = [...contract.prices, ...contract.alternatives.flatMap(({ prices }) => prices)];
      expect(said.bandwidth.prices.map(({ monthlyRecurring }) => 2n * monthlyRecurring.microMinor)).toEqual(priced.map(({ monthlyRecurring }) => 5n * monthlyRecurring.microMinor));
      const ending = accepted(await terminate({ contractId }));
      expect(ending.amendments.map((each) => each.version)).toEqual([2, 3]);
      const end = language.ContractAmendment.decode(ending.amendments[1]!.envelope.body);
      expect([end.amendedSha256, end.supplies.length]).toEqual([amended.amendments[0]!.amendmentSha256, supplies.length]);
      for (const { providerId, supplyContractSha256 } of supplies) {
        const last = (await mesh.ledger.load(`supply-${contractId}-${providerId}`)).events.at(-1);
        if (last?.type !== 'contracting.v1.SupplyContractAmended') throw new Error(`${providerId} has no third version`);
        expect(language.SupplyContractAmendment.decode(last.data.amendment.body)).toMatchObject({ version: 3, amendedSha256: supplyContractSha256 });
      }
      const streams = [`contract-${contractId}`, `quote-${contract.quoteId}`, `order-${orderId}`, ...supplies.map(({ providerId }) => `supply-${contractId}-${providerId}`)];
      const events = (await Promise.all(streams.map((stream) => mesh.ledger.raw.readStream(stream)))).flat();
      expect(contractChecks(contractId, events).filter(({ holds }) => !holds)).toEqual([]);
    });

    it('S0-7 M2 is written again version by version, to the byte, and the one that was altered is named with the events behind it', async () => {
      const { orderId, contractId = '' } = await running();
      changed(await change({ contractId, requestId: 'more', change: { kind: 'modify', reason: '', mbps: 250 } }));
      const data = { contractId, orderId, changeNumber: 1, from: { mbps: 100, suspended: false }, to: { mbps: 250, suspended: false }, segmentIds: [], changedAt: mesh.now() };
      await mesh.ledger.commit([{ stream: `activation-${contractId}`, expected: 'any', events: [{ type: 'provisioning.v1.ServiceChanged', data }] }], mesh.context('process:activation'));
      const own = `contract-${contractId}`;
      const amendments = async () => (await mesh.ledger.raw.readStream(own)).filter(({ type }) => type === 'contracting.v1.ContractAmended');
      await eventually('the second version', async () => (await amendments())[0]);
      await mesh.advance(NANOS_PER_HOUR);
      accepted(await terminate({ contractId, reason: 'moved' }));
      const [second, third] = await amendments();

      const whole = await replayContract(mesh.ledger.raw, contractId);
      expect([whole.identical, whole.differences]).toEqual([true, []]);
      const providers = ['Atlantic', 'Coast', 'Polar'];
      const ofVersion = (number: number) => [...providers.map((provider) => `version[${number}].supply[${provider}]`), `version[${number}]`];
      expect(whole.documents.map(({ what }) => what).slice(4)).toEqual([...ofVersion(2), ...ofVersion(3)]);
      expect(whole.inForce).toMatchObject({ version: 3, mbps: 250, endsAt: expect.any(BigInt) });
      const asOf = await replayContract(await ledgerAsOf(mesh.ledger.raw, instant(third!.metadata.occurredAt - 1n)), contractId);
      expect([asOf.identical, asOf.inForce?.version, asOf.inForce?.mbps, asOf.inForce?.endsAt]).toEqual([true, 2, 250, undefined]);

      const altered = async <T>(stream: string, type: string, codec: Codec<T>, alter: (data: T) => T) => {
        const events = await mesh.ledger.raw.readStream(stream);
        const event = events.find((each) => each.type === type)!;
        const payload = codec.encode(alter(codec.decode(event.payload)));
        const readStream = async (name: string) => (name === stream ? events.map((each) => (each === event ? { ...each, payload } : each)) : mesh.ledger.raw.readStream(name));
        const { differences } = await replayContract({ readStream }, contractId);
        return { at: differences.map(({ at }) => at), behind: differences.every((difference) => difference.events.includes(event.position)) };
      };
      const flipped = (bytes: Uint8Array, at: number): Uint8Array => Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));
      const sizeOf = language.ContractAmended.decode(second!.payload).amendment.body.length;
      // Whatever byte of the second version it is, the second version is named and nothing else.
      for (const at of [0, Math.floor(sizeOf / 3), Math.floor(sizeOf / 2), sizeOf - 1]) {
        const one = await altered(own, 'contracting.v1.ContractAmended', language.ContractAmended, (event) => ({ ...event, amendment: { ...event.amendment, body: flipped(event.amendment.body, at) } }));
        expect([one.at.length > 0, one.at.filter((each) => !/^version\[2\](\.(?!supply\[)|$)/.test(each)), one.behind]).toEqual([true, [], true]);
      }
      const supplier = await altered(`supply-${contractId}-Coast`, 'contracting.v1.SupplyContractAmended', language.SupplyContractAmended, (event) => {
        const amendment = language.SupplyContractAmendment.decode(event.amendment.body);
        return { ...event, amendment: { ...event.amendment, body: language.SupplyContractAmendment.encode({ ...amendment, change: { kind: 'bandwidth', bandwidth: { mbps: 251, from: data.changedAt, prices: [] } } }) } };
      });
      expect([supplier.at[0], supplier.at.filter((each) => !each.startsWith('version[2].supply[Coast]')), supplier.behind]).toEqual(['version[2].supply[Coast].change.bandwidth.mbps', [], true]);
      const said = await altered(own, 'contracting.v1.ContractAmended', language.ContractAmended, (event) => ({ ...event, mbps: 251 }));
      expect(said).toEqual({ at: ['version[2].event.mbps'], behind: true });
      const evidence = await altered(`termination-${contractId}`, 'contracting.v1.TerminationStarted', language.TerminationStarted, (event) => ({ ...event, reason: 'fired' }));
      expect(evidence).toEqual({ at: ['termination.request.requestSha256', 'version[3].change.termination.reason', 'version[3].sha256'], behind: true });
      const ordered = await altered(own, 'contracting.v1.ServiceChangeOrdered', language.ServiceChangeOrdered, (event) => ({ ...event, change: { ...event.change, mbps: 300 } }));
      expect(ordered).toEqual({ at: ['change[1].request.requestSha256', 'change[1].change.mbps', 'change[1].mbps'], behind: true });
      const gone = { readStream: async (name: string) => (await mesh.ledger.raw.readStream(name)).filter(({ position }) => position !== second!.position) };
      expect((await replayContract(gone, contractId)).differences.map(({ at, recorded }) => [at, recorded])).toEqual([['version[2]', 'nothing']]);
    });

    it('I10 is changed for its own buyer, or by the operator for the seller', async () => {
      const { contractId = '' } = await running();
      expect(await change({ contractId, buyerId: 'rival' }, 'buyer:rival')).toMatchObject({ refused: { code: 'contract-unknown' } });
      await expect(change({ contractId }, 'buyer:rival')).rejects.toMatchObject({ kind: 'denied' });
      expect(changed(await change({ contractId, buyerId: '' }, 'operator')).changes).toMatchObject([{ request: { requestedBy: 'carriermesh' } }]);
    });
  });

  it('S0-7 ends with an hour of its service, and not before that runs', async () => {
    hood.activationRefusal = { code: 'no', message: 'No.', facts: {} };
    const refused = await acme.reaches((await acme.order()).orderId, 'refused');
    expect(await terminate({ contractId: refused.contractId ?? '' })).toMatchObject({ refused: { code: 'contract-not-active', facts: { contract_status: 'voided' } } });
    hood.activationRefusal = undefined;
    const { contractId = '' } = await running();
    const activated = await eventually('the activation', async () => (await mesh.ledger.load(`activation-${contractId}`)).events[0]);
    if (activated.type !== 'provisioning.v1.ServiceActivated') throw new Error(`the activation is ${activated.type}`);
    const { endsAt } = amendmentOf(accepted(await terminate({ contractId }))).change.termination;
    expect((endsAt - activated.data.serviceStartAt) % NANOS_PER_HOUR).toBe(0n);
  });
});
