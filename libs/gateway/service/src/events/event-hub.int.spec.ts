import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { money, parseInstant } from '@carriermesh/kernel';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { createLogger } from '@carriermesh/platform-telemetry';
import { eventually } from '@carriermesh/platform-trial';
import { encodeEvent, type AnyEvent } from '@carriermesh/wire';
import { Buyers } from '../identity/buyers.js';
import { CopiedLedger } from '../testing/copied-ledger.js';
import { TOKENS, writeBuyers } from '../testing/trial-gateway.js';
import { EventHub } from './event-hub.js';

const NOON = parseInstant('2026-03-01T12:00:00Z')!;
const UUID = '0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f';
const ACME = { id: 'acme', name: 'ACME', tokenSha256: createHash('sha256').update(TOKENS.acme).digest('hex') };
/** Longer than it takes to look for what is not there, and to look again. */
const A_WHILE_MS = 700;

/** A quote for Acme: the buyer is named in it. */
function eventAt(position: bigint): RecordedEvent {
  const quoteId = `quo_${UUID}-${position}`;
  const summary = { quoteId, monthlyPrice: money('EUR', 100_000_000n), latencyNs: 1_000_000n, handovers: 0, providers: ['A'], validUntil: NOON, alternatives: 0, priceSteps: [] };
  const none = new Uint8Array(32);
  const offered: AnyEvent = { type: 'contracting.v1.QuoteOffered', data: { quoteId, orderId: `ord_${UUID}`, buyerId: 'acme', quote: none, quoteSha256: none, summary, offers: [] } };
  return {
    eventId: '0198f3c0-0000-7000-8000-000000000001',
    type: offered.type,
    stream: `quote-${quoteId}`,
    revision: 0,
    position,
    recordedAt: NOON,
    payload: encodeEvent(offered),
    metadata: { actor: 'a', correlationId: 'c', causationId: 'c', occurredAt: NOON },
  };
}

describe('a buyer’s events, resumed while the ledger’s copy is behind what was told of it', () => {
  let folder: string;
  let ledger: CopiedLedger;
  let hub: EventHub;
  let output: PassThrough;
  let text: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'carriermesh-hub-'));
    const file = join(folder, 'buyers.json');
    writeBuyers(file, TOKENS);
    const log = createLogger({ service: 'hub', level: 'silent' });
    ledger = await CopiedLedger.start();
    for (const position of [1n, 2n]) await copy(position);
    hub = new EventHub(ledger.connection, log, await Buyers.open(file, log));
    hub.start();
    await takes(2n);
    text = '';
    output = new PassThrough();
    output.on('data', (bytes: Buffer) => (text += bytes.toString()));
  });
  afterEach(async () => {
    await hub.stop();
    await ledger.stop();
    rmSync(folder, { recursive: true });
  });

  const copy = (position: bigint) => ledger.copy(eventAt(position), position - 1n);
  const tell = (position: bigint) => ledger.tell(position - 1n, eventAt(position));
  const takes = (position: bigint) => eventually(`position ${position}`, async () => (hub.position === position ? true : undefined));
  const ids = () => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  const sees = (...expected: number[]) => eventually(`the events ${expected}`, async () => (String(ids()) === String(expected) ? true : undefined));
  /** Nothing is to come: what must not be there would have come by now. */
  const seesNoMoreThan = async (...expected: number[]) => {
    await sleep(A_WHILE_MS);
    expect([ids(), output.destroyed]).toEqual([expected, false]);
  };

  it('wait for what was told and is not copied yet, where nothing is copied and where a part is', async () => {
    for (const position of [3n, 4n]) tell(position);
    await takes(4n);
    hub.subscribe(ACME, output, 2n);
    await seesNoMoreThan();
    await copy(3n);
    await sees(3);
    tell(5n);
    await takes(5n);
    await seesNoMoreThan(3);
    await copy(4n);
    await sees(3, 4, 5);
  });

  it('wait for a copy that was lost, and for the relay that fills it again', async () => {
    await ledger.loseStream();
    tell(3n);
    await takes(3n);
    hub.subscribe(ACME, output, 1n);
    await seesNoMoreThan();
    await ledger.makeStream();
    for (const position of [1n, 2n, 3n]) await copy(position);
    await sees(2, 3);
    await copy(4n);
    await sees(2, 3, 4);
    expect(text).not.toContain('not kept');
  });

  it('go on in the copy that was made in the place of the one that was read', async () => {
    tell(3n);
    await takes(3n);
    hub.subscribe(ACME, output, 1n);
    await sees(2);
    await ledger.loseStream();
    await ledger.makeStream();
    for (const position of [1n, 2n, 3n]) await copy(position);
    await sees(2, 3);
  });

  it('are let go of when their reader goes, whatever they wait for', async () => {
    tell(3n);
    await takes(3n);
    hub.subscribe(ACME, output, 2n);
    const reads = (readers: number) => eventually(`${readers} readers`, async () => ((await ledger.readers()) === readers ? true : undefined));
    await reads(1);
    output.destroy();
    await reads(0);
  });
});
