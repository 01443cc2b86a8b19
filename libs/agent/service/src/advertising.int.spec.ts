import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sampleExchange } from '@carriermesh/exchange';
import { instantFromMs, NANOS_PER_DAY, plus } from '@carriermesh/kernel';
import { agent } from '@carriermesh/wire';
import { until } from './testing/agent-home.js';
import { AgentTrial } from './testing/agent-trial.js';
import { newOperator } from './testing/mesh-desk.js';

const ALFA = 'continental-lattice';
const inventory = sampleExchange().providers.find(({ id }) => id === ALFA);
const owned = [...(inventory?.pops ?? []), ...(inventory?.links ?? []), ...(inventory?.interconnects ?? [])].map(({ id }) => id);

const trial = new AgentTrial([ALFA]);

const start = (changes: object = {}) => trial.start({ changes });
const outbox = () => readdirSync(join(trial.home.stateDirectory, ALFA, 'outbox'));
const journal = () => readFileSync(join(trial.home.stateDirectory, ALFA, 'journal.jsonl'), 'utf8');

describe('advertising', () => {
  it('S0-2 offers all that the provider owns, signed piece by piece and in sequence, and keeps the receipts', async () => {
    const { advertised, running } = await start();
    expect(await advertised).toMatchObject({ offers: owned.length, batches: 1, refusedOffers: 0 });
    expect(trial.desk.offers().map(({ resourceId }) => resourceId)).toEqual(owned);
    expect(trial.desk.adverts().map(({ sequence }) => sequence)).toEqual([1n]);
    const [batch] = trial.desk.adverts();
    for (const offer of trial.desk.offers()) {
      expect(offer.providerId).toBe(ALFA);
      expect(offer.validUntil - offer.validFrom).toBe(365n * NANOS_PER_DAY);
      expect(batch && batch.issuedAt > offer.validFrom).toBe(true);
    }
    expect(outbox()).toEqual([]);
    expect(journal().match(/"type":"receipted"/g)).toHaveLength(1);
    const metrics = await (await fetch(`${running.healthUrl}/metrics`)).text();
    expect(metrics).toContain(`carriermesh_agent_advertised_offers ${owned.length}\n`);
    expect((await fetch(`${running.healthUrl}/readyz`)).status).toBe(200);
  });

  it('S0-2 is heard once: a second start with the same inventory says nothing', async () => {
    const first = await start();
    await first.advertised;
    await trial.home.stop(first.running);
    const second = await start();
    expect(await second.advertised).toMatchObject({ offers: owned.length, batches: 0 });
    expect(trial.desk.taken).toHaveLength(1);
  });

  it('S0-2 sends the very same bytes again when it was stopped between sending and the receipt', async () => {
    trial.desk.manner = 'silent';
    const first = await start();
    await until('the batch has arrived', () => trial.desk.taken.length > 0);
    await trial.home.stop(first.running);
    expect(outbox()).toEqual([`${trial.desk.taken[0]?.batchId}.bin`]);
    const before = trial.desk.taken.length;
    trial.desk.manner = 'receipt';
    const second = await start();
    expect(await second.advertised).toMatchObject({ offers: owned.length, batches: 1 });
    expect(trial.desk.taken.slice(before)).toHaveLength(1);
    expect(new Set(trial.desk.taken.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).size).toBe(1);
    expect(outbox()).toEqual([]);
  });

  it('S0-2 sends the very same bytes again, without a restart, when whoever had them answers nothing', async () => {
    trial.desk.manner = 'silent';
    const { advertised } = await start();
    await until('the batch has come', () => trial.desk.taken.length === 1);
    trial.desk.manner = 'receipt';
    expect(await advertised).toMatchObject({ offers: owned.length, batches: 1 });
    expect(trial.desk.taken).toHaveLength(2);
    expect(new Set(trial.desk.taken.map(({ bytes }) => Buffer.from(bytes).toString('hex'))).size).toBe(1);
  });

  it('S0-2 shows its offers to the buyers named and says so anew when they change', async () => {
    const visible = (visibleTo: readonly string[]) => ({
      providers: [{ id: ALFA, signingKeyFile: `${ALFA}.pem`, operatorPublicKeyHex: Buffer.from(trial.desk.operator.publicKey).toString('hex'), visibleTo }],
    });
    const first = await start(visible(['acme']));
    await first.advertised;
    await trial.home.stop(first.running);
    await (await start(visible(['acme', 'globex']))).advertised;
    expect(trial.desk.adverts().map(({ sequence }) => sequence)).toEqual([1n, 2n]);
    expect(new Set(trial.desk.offers().map(({ visibleTo }) => visibleTo.join()))).toEqual(new Set(['acme', 'acme,globex']));
  });

  it('S0-2 believes no receipt but the operator’s own for this very batch', async () => {
    trial.desk.manner = { receiptKey: newOperator() };
    const { advertised } = await start();
    await until('the forged receipt was answered by sending again', () => trial.desk.taken.length === 2);
    trial.desk.manner = { otherBatch: true };
    await until('the receipt for another batch was answered by sending again', () => trial.desk.taken.length >= 3);
    expect(journal()).not.toContain('"type":"receipted"');
    trial.desk.manner = 'receipt';
    expect(await advertised).toMatchObject({ offers: owned.length, batches: 1 });
  });

  it('goes on with the others when single offers are refused, and does not count those as offered', async () => {
    trial.desk.manner = { refuseItems: owned.slice(0, 2) };
    const { advertised } = await start();
    expect(await advertised).toMatchObject({ offers: owned.length - 2, batches: 1, refusedOffers: 2 });
  });

  it('takes the sequence up where the mesh expects it when its own state was lost', async () => {
    const first = await start();
    await first.advertised;
    await trial.home.stop(first.running);
    trial.desk.sequences.set(ALFA, 41n);
    rmSync(trial.home.stateDirectory, { recursive: true });
    const second = await start();
    expect(await second.advertised).toMatchObject({ offers: owned.length, batches: 2 });
    expect(trial.desk.adverts().map(({ sequence }) => sequence)).toEqual([1n, 1n, 42n]);
    expect(outbox()).toEqual([]);
  });

  it('S2-2 begins a session, and says in each heartbeat where its advertisements stand', async () => {
    const { advertised, running } = await start({ heartbeatMs: 100 });
    await advertised;
    const from = trial.desk.heartbeats.length;
    await until('some heartbeats were heard', () => trial.desk.heartbeats.length >= from + 4);
    const numbers = trial.desk.heartbeats.map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, index) => BigInt(index + 1)));
    expect(new Set(trial.desk.heartbeats.map(({ sessionId }) => sessionId)).size).toBe(1);
    expect(trial.desk.heartbeats.at(-1)).toMatchObject({ providerId: ALFA, intervalMs: 100, sentSequence: 1n, receiptedSequence: 1n, agentVersion: JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')).version });
    expect(await (await fetch(`${running.healthUrl}/metrics`)).text()).toMatch(/^carriermesh_agent_heartbeats \d+$/m);
    await trial.home.stop(running);
    const silent = trial.desk.heartbeats.length;
    await start({ heartbeatMs: 100 });
    await until('another session is heard', () => trial.desk.heartbeats.length > silent);
    expect(trial.desk.heartbeats.at(-1)!.sessionId).not.toBe(trial.desk.heartbeats[0]!.sessionId);
  });

  it('S2-2 advertises everything again when the mesh finds by a heartbeat that their books have parted, and only then', async () => {
    const { advertised } = await start({ heartbeatMs: 100 });
    await advertised;
    const ask = (sentSequence: bigint, nextSequence: bigint) => trial.desk.ask('out.v1.ResumeAdvertising', agent.ResumeAdvertising, { sentSequence, nextSequence });
    expect((await ask(2n, 41n)).outcome).toMatchObject({ kind: 'refused', refused: { code: 'books-moved-on' } });
    expect((await ask(1n, 2n)).outcome).toMatchObject({ kind: 'refused', refused: { code: 'books-moved-on' } });
    trial.desk.sequences.set(ALFA, 40n);
    expect((await ask(1n, 41n)).outcome).toEqual({ kind: 'resumed', resumed: { nextSequence: 41n } });
    await until('a heartbeat tells that it is receipted', () => trial.desk.heartbeats.at(-1)?.receiptedSequence === 41n);
    expect(trial.desk.adverts().map(({ sequence, offers }) => [sequence, offers.length])).toEqual([[1n, owned.length], [41n, owned.length]]);
    expect((await ask(1n, 41n)).outcome).toMatchObject({ kind: 'refused' });
  });

  it('renews its offers once the mesh’s clock has passed half of their validity', async () => {
    const { advertised } = await trial.start({ changes: { offerValidityDays: 10 }, intervals: { renewalCheckMs: 20 } });
    trial.desk.recordedAt = () => plus(instantFromMs(Date.now()), 6n * NANOS_PER_DAY);
    await advertised;
    await until('all was offered anew', () => trial.desk.adverts().length === 2);
    const [first, second] = trial.desk.adverts();
    expect(second?.offers).toHaveLength(owned.length);
    expect(second && first && second.issuedAt - first.issuedAt >= 6n * NANOS_PER_DAY).toBe(true);
  });
});

describe('a changed network', () => {
  const node = (id: string, latitude: number) =>
    `<node id="${id}"><data key="lat">${latitude}</data><data key="lon">8</data><data key="label">Place ${id}</data><data key="country">Germany</data></node>`;
  const graph = (nodes: string, edges: string) =>
    `<?xml version="1.0" encoding="utf-8"?><graphml xmlns="http://graphml.graphdrawing.org/xmlns">
      <key attr.name="Latitude" attr.type="double" for="node" id="lat"/><key attr.name="Longitude" attr.type="double" for="node" id="lon"/>
      <key attr.name="label" attr.type="string" for="node" id="label"/><key attr.name="Country" attr.type="string" for="node" id="country"/>
      <graph edgedefault="undirected">${nodes}${edges}</graph></graphml>`;
  const edge = (source: string, target: string) => `<edge source="${source}" target="${target}"/>`;

  it('S0-2 is advertised where it changed and withdrawn where it is gone, and nowhere else', async () => {
    const zoo = join(trial.home.directory, 'zoo');
    mkdirSync(zoo);
    const write = (text: string) => writeFileSync(join(zoo, `${ALFA}.graphml`), text);
    const exchange = { kind: 'topology-zoo', directory: 'zoo', model: 'm1', pathFactor: 1.5 };
    write(graph(node('0', 50) + node('1', 51) + node('2', 52), edge('0', '1') + edge('1', '2')));
    const first = await start({ exchange });
    expect(await first.advertised).toMatchObject({ offers: 5, batches: 1 });
    await trial.home.stop(first.running);
    // PoP 1 has moved, and with it the length of its link; PoP 2 and the link to it are gone.
    write(graph(node('0', 50) + node('1', 51.5), edge('0', '1')));
    const second = await start({ exchange });
    expect(await second.advertised).toMatchObject({ offers: 3, batches: 1 });
    const batch = trial.desk.adverts()[1];
    expect(batch?.sequence).toBe(2n);
    expect(trial.desk.offers().slice(5).map(({ resourceId }) => resourceId)).toEqual([`${ALFA}/1`, `${ALFA}/0-1`]);
    expect([...(batch?.withdrawnResourceIds ?? [])].sort()).toEqual([`${ALFA}/1-2`, `${ALFA}/2`]);
  });
});
