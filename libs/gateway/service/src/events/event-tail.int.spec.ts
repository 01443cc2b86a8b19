import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { COPIED_SUBJECT } from '@carriermesh/platform-bus';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { createLogger } from '@carriermesh/platform-telemetry';
import { eventually } from '@carriermesh/platform-trial';
import { CopiedLedger } from '../testing/copied-ledger.js';
import { EventStream } from './event-stream.js';
import { EventTail } from './event-tail.js';

const NO_BYTES = new Uint8Array(0);

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
  let ledger: CopiedLedger;
  let tail: EventTail;
  let taken: bigint[];

  beforeEach(async () => {
    ledger = await CopiedLedger.start();
    const { connection } = ledger;
    taken = [];
    tail = new EventTail(connection, new EventStream(connection), createLogger({ service: 'tail', level: 'silent' }), ({ position }) => taken.push(position));
  });
  afterEach(async () => {
    await tail.stop();
    await ledger.stop();
  });

  const start = async (): Promise<void> => {
    tail.start();
    await eventually('the end of the copy', async () => tail.caughtUp || undefined);
  };
  const takes = (...positions: bigint[]) => eventually(`the positions ${positions}`, async () => (String(taken) === String(positions) ? true : undefined));

  it('takes what the copy holds, and then what is told, each once and in order', async () => {
    await ledger.copy(eventAt(1n), 0n);
    await ledger.copy(eventAt(2n), 1n);
    await start();
    expect(taken).toEqual([1n, 2n]);
    ledger.tell(2n, eventAt(3n), eventAt(4n));
    ledger.tell(0n, eventAt(1n), eventAt(2n));
    ledger.tell(2n, eventAt(3n), eventAt(4n), eventAt(5n));
    await takes(1n, 2n, 3n, 4n, 5n);
    expect(tail.position).toBe(5n);
  });

  it('reads in the copy what was not told, also when that comes only later', async () => {
    await start();
    ledger.tell(0n, eventAt(1n));
    await takes(1n);
    ledger.tell(3n, eventAt(4n));
    for (const position of [1n, 2n, 3n, 4n]) await ledger.copy(eventAt(position), position - 1n);
    await takes(1n, 2n, 3n, 4n);
    ledger.tell(4n, eventAt(5n));
    await takes(1n, 2n, 3n, 4n, 5n);
  });

  it('goes on behind what nobody is told of, and behind what no message can carry', async () => {
    await ledger.copy(eventAt(1n, UNTOLD), 0n);
    await start();
    ledger.tell(1n, eventAt(2n, UNTOLD));
    ledger.tell(3n, eventAt(4n));
    await ledger.copy(eventAt(4n), 3n);
    await eventually('the fourth', async () => taken.includes(4n) || undefined);
    expect(tail.position).toBe(4n);
  });

  it('finds by itself what came last, when the word of it was lost', async () => {
    await start();
    await ledger.copy(eventAt(1n), 0n);
    await takes(1n);
  });

  it('passes over a word that is no run', async () => {
    await start();
    ledger.connection.publish(COPIED_SUBJECT, 'no run');
    ledger.tell(0n, eventAt(1n));
    await takes(1n);
  });
});
