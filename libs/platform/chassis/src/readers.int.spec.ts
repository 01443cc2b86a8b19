import { connectBus, NatsBus, NatsTransport, type LeanConnection } from '@carriermesh/platform-bus';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import type { View } from '@carriermesh/platform-readmodel';
import { startNats, type TestNats } from '@carriermesh/platform-testing';
import { createLogger } from '@carriermesh/platform-telemetry';
import { monitoring, ofService } from '@carriermesh/wire';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { TableViewsConsumer } from './consumers.js';
import { endOf, Farm, TYPE } from './farm.fixture.js';
import { ParkedWatch } from './parked-watch.js';
import { ReactingConsumer } from './reacting-consumer.js';
import { Readers } from './readers.js';

const CONTEXT = { actor: 'operator', correlationId: 'c', causationId: 'c' };

describe('what an operator may do about parked streams', () => {
  let farm: Farm;
  let nats: TestNats;
  let connection: LeanConnection;
  let transport: NatsTransport;
  let bus: NatsBus;
  let watch: ParkedWatch;
  let consumers: (TableViewsConsumer | ReactingConsumer)[];
  const lines: Record<string, unknown>[] = [];
  const handled: [string, number][] = [];
  const poison = new Set<string>();

  const rows: View<any> = {
    name: 'eggs', context: 'farm', version: 1, listens: [TYPE],
    migrate: 'create table egg (stream text not null, revision int not null, primary key (stream, revision))',
    apply: async ({ eventId, stream, revision }, tx) => {
      if (poison.has(eventId)) throw new TypeError('a stone');
      await tx.insertInto('egg').values({ stream, revision }).execute();
    },
  };
  const act = async ({ eventId, stream, revision }: { eventId: string; stream: string; revision: number }): Promise<void> => {
    if (poison.has(eventId)) throw new TypeError('a stone');
    handled.push([stream, revision]);
  };

  beforeAll(async () => {
    farm = await Farm.open();
    nats = await startNats();
    connection = await connectBus({ url: nats.url, name: 'farm' });
    const { store, raw } = farm;
    const log = createLogger({ service: 'farm', level: 'info', write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
    await store.prepare(rows);
    consumers = [new TableViewsConsumer(store, [rows]), new ReactingConsumer('acting', [TYPE], act as never, { service: 'farm', store, ledger: raw, log })];
    for (const consumer of consumers) await consumer.start();
    watch = new ParkedWatch('farm', store, log);
    transport = new NatsTransport(connection, 'farm', log);
    new Readers({ service: 'farm', store, ledger: raw, log, parkables: consumers.flatMap(({ parkables }) => parkables), watch }).bind(transport);
    await new Promise<void>((resolve) => transport.listen(resolve));
    bus = new NatsBus(connection, 'operator');
  }, 60_000);
  afterAll(async () => {
    await transport.close();
    await connection.close();
    await nats.stop();
    await farm.close();
  }, 60_000);

  const take = async (events: readonly RecordedEvent[]): Promise<void> => {
    for (const consumer of consumers) await consumer.take(events, endOf(events));
  };
  const list = () => bus.request(ofService(monitoring.ListParkedStreams, 'farm'), {}, { context: CONTEXT });
  const takeUp = (reader: string, stream: string, drop?: monitoring.DroppedEvent) =>
    bus.request(ofService(monitoring.TakeUpStream, 'farm'), { reader, stream, ...(drop && { drop }) }, { context: CONTEXT });
  const revisions = async (stream: string): Promise<number[]> =>
    (await farm.store.db.selectFrom('egg').select('revision').where('stream', '=', stream).orderBy('revision').execute()).map(({ revision }) => (revision as number));

  it('lists them, shows what waits, and takes it in its order when the cause is mended, for a view and for a reader that acts', async () => {
    const [bad, good] = [`egg-${v7()}`, `egg-${v7()}`];
    const first = await farm.write(2, bad);
    poison.add(first[1]?.eventId ?? '');
    const rest = [...(await farm.write(1, good)), ...(await farm.write(2, bad))];
    await take([...first, ...rest]);
    expect([await revisions(bad), await revisions(good)]).toEqual([[0], [0]]);
    const { parked, parkedCount } = await list();
    expect([parkedCount, parked.map(({ reader, stream, eventId, error }) => [reader, stream, eventId, error])]).toEqual([
      2, ['eggs', 'bookmark:acting'].map((reader) => [reader, bad, first[1]?.eventId, 'TypeError: a stone']),
    ]);
    const shown = await bus.request(ofService(monitoring.GetParkedStream, 'farm'), { reader: 'eggs', stream: bad }, { context: CONTEXT });
    expect([shown.waitingCount, shown.waiting.map(({ revision }) => revision), JSON.parse(shown.waiting[0]?.dataJson ?? '')]).toEqual([3, [1, 2, 3], expect.objectContaining({ contractId: 'c' })]);
    await watch.look();
    expect([watch.alarms.length, [...watch.counts(['eggs', 'bookmark:acting', 'others'])]]).toEqual([2, [['eggs', 1], ['bookmark:acting', 1], ['others', 0]]]);
    expect(await takeUp('eggs', bad)).toMatchObject({ outcome: 'parked-again', eventId: first[1]?.eventId, error: 'TypeError: a stone' });
    poison.clear();
    expect(await takeUp('eggs', bad)).toMatchObject({ outcome: 'taken-up', applied: 3 });
    expect(await takeUp('bookmark:acting', bad)).toMatchObject({ outcome: 'taken-up', applied: 3 });
    await take(await farm.write(1, bad));
    expect(await revisions(bad)).toEqual([0, 1, 2, 3, 4]);
    expect(handled.filter(([stream]) => stream === bad).map(([, revision]) => revision)).toEqual([0, 1, 2, 3, 4]);
    expect([(await list()).parkedCount, watch.alarms]).toEqual([0, []]);
  });

  it('gives up the event that is named and no other, and says in the log who did so and why', async () => {
    const bad = `egg-${v7()}`;
    const events = await farm.write(3, bad);
    poison.add(events[0]?.eventId ?? '');
    await take(events);
    const drop = { eventId: events[0]?.eventId ?? '', by: 'ada', reason: 'a stone, not an egg' };
    expect(await takeUp('eggs', bad, { ...drop, eventId: events[1]?.eventId ?? '' })).toMatchObject({ outcome: 'other-event', eventId: drop.eventId });
    await expect(takeUp('eggs', bad, { ...drop, reason: ' ' })).rejects.toMatchObject({ kind: 'malformed', message: expect.stringContaining('say why') });
    await expect(takeUp('nobody', bad)).rejects.toMatchObject({ kind: 'malformed', message: expect.stringContaining('its readers are eggs, bookmark:acting') });
    expect(await takeUp('eggs', bad, drop)).toMatchObject({ outcome: 'taken-up', applied: 2 });
    expect(await takeUp('bookmark:acting', bad, drop)).toMatchObject({ outcome: 'taken-up', applied: 2 });
    expect([await revisions(bad), handled.filter(([stream]) => stream === bad).map(([, revision]) => revision)]).toEqual([[1, 2], [1, 2]]);
    expect(await takeUp('eggs', bad, drop)).toMatchObject({ outcome: 'already-dropped' });
    const recorded = await farm.store.db.selectFrom('view_dropped').select(['view', 'event_id', 'dropped_by', 'reason']).orderBy('view', 'desc').execute();
    expect(recorded).toEqual(['eggs', 'bookmark:acting'].map((view) => ({ view, event_id: drop.eventId, dropped_by: drop.by, reason: drop.reason })));
    const told = lines.filter(({ msg }) => msg === 'an operator gave up an event of a parked stream');
    expect(told).toContainEqual(expect.objectContaining({ reader: 'eggs', stream: bad, droppedEvent: drop.eventId, by: 'ada', reason: drop.reason, outcome: 'taken-up' }));
  });
});
