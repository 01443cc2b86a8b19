import { jetstreamManager } from '@nats-io/jetstream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { connectBus, COPIED_SUBJECT, copiedRuns, EVENT_STREAM, EVENT_SUBJECTS, eventHeaders, subjectOf, type LeanConnection } from '@carriermesh/platform-bus';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { createLogger } from '@carriermesh/platform-telemetry';
import { startNats, type TestNats } from '@carriermesh/platform-testing';
import { eventually } from '@carriermesh/platform-trial';
import { EventStream } from './event-stream.js';
import { EventTail } from './event-tail.js';

const NO_BYTES = new Uint8Array(0);
const MAX_PAYLOAD_BYTES = 1_048_576;

/** One that buyers are told of, and one that they are not. */
const TOLD = 'provisioning.v1.ServiceActivated';
const UNTOLD = 'provisioning.v1.ActivationStarted';
const eventAt = (position: bigint, type = TOLD): RecordedEvent => ({
  eventId: '0198f3c0-0000-7000-8000-000000000001',
  type,
  stream: 'activation-con_1',
  revision: 3,
  position,
  recordedAt: instant(1_800_000_000_000_000_000n),
  payload: NO_BYTES,
  metadata: { actor: 'process:activation', correlationId: 'ord_1', causationId: 'evt', occurredAt: instant(1_800_000_000_000_000_000n) },
});

describe('the tail of the ledger’s copy on the bus', () => {
  let nats: TestNats;
  let connection: LeanConnection;
  let tail: EventTail;
  let taken: bigint[];

  beforeEach(async () => {
    nats = await startNats();
    connection = await connectBus({ url: nats.url, name: 'tail' });
    await (await jetstreamManager(connection)).streams.add({ name: EVENT_STREAM, subjects: [EVENT_SUBJECTS] });
    taken = [];
    tail = new EventTail(connection, new EventStream(connection), createLogger({ service: 'tail', level: 'silent' }), ({ position }) => taken.push(position));
  });
  afterEach(async () => {
    await tail.stop();
    await connection.close();
    await nats.stop();
  });

  const copy = (event: RecordedEvent, previous: bigint): Promise<unknown> => connection.request(subjectOf(event), event.payload, { headers: eventHeaders({ event, previous }), timeout: 2_000 });
  const tell = (after: bigint, ...events: RecordedEvent[]): void => {
    for (const run of copiedRuns(events, after, MAX_PAYLOAD_BYTES)) connection.publish(COPIED_SUBJECT, run);
  };
  const start = async (): Promise<void> => {
    tail.start();
    await eventually('the end of the copy', async () => tail.caughtUp || undefined);
  };
  const takes = (...positions: bigint[]) => eventually(`the positions ${positions}`, async () => (String(taken) === String(positions) ? true : undefined));

  it('takes what the copy holds, and then what is told, each once and in order', async () => {
    await copy(eventAt(1n), 0n);
    await copy(eventAt(2n), 1n);
    await start();
    expect(taken).toEqual([1n, 2n]);
    tell(2n, eventAt(3n), eventAt(4n));
    tell(0n, eventAt(1n), eventAt(2n));
    tell(2n, eventAt(3n), eventAt(4n), eventAt(5n));
    await takes(1n, 2n, 3n, 4n, 5n);
    expect(tail.position).toBe(5n);
  });

  it('reads in the copy what was not told, also when that comes only later', async () => {
    await start();
    tell(0n, eventAt(1n));
    await takes(1n);
    tell(3n, eventAt(4n));
    for (const position of [1n, 2n, 3n, 4n]) await copy(eventAt(position), position - 1n);
    await takes(1n, 2n, 3n, 4n);
    tell(4n, eventAt(5n));
    await takes(1n, 2n, 3n, 4n, 5n);
  });

  it('goes on behind what nobody is told of, and behind what no message can carry', async () => {
    await copy(eventAt(1n, UNTOLD), 0n);
    await start();
    tell(1n, eventAt(2n, UNTOLD));
    tell(3n, eventAt(4n));
    await copy(eventAt(4n), 3n);
    await eventually('the fourth', async () => taken.includes(4n) || undefined);
    expect(tail.position).toBe(4n);
  });

  it('finds by itself what came last, when the word of it was lost', async () => {
    await start();
    await copy(eventAt(1n), 0n);
    await takes(1n);
  });

  it('passes over a word that is no run', async () => {
    await start();
    connection.publish(COPIED_SUBJECT, 'no run');
    tell(0n, eventAt(1n));
    await takes(1n);
  });
});
