import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EVENT_STREAM } from '@carriermesh/platform-bus';
import { eventually } from '@carriermesh/platform-trial';
import { UNSERVED_CITY } from '../testing/counterpart.js';
import { EventReader, type SeenEvent } from '../testing/event-reader.js';
import { TOKENS, TrialGateway, writeBuyers } from '../testing/trial-gateway.js';
import { MAX_SUBSCRIBERS_OF_BUYER } from './event-hub.js';

const LIFE = ['ServiceRequested', 'QuoteOffered', 'QuoteAccepted', 'ContractSigned', 'ServiceActivated', 'ServiceRequestCompleted', 'InvoiceIssued'];

let trial: TrialGateway;
beforeAll(async () => {
  trial = await TrialGateway.start();
  await ready();
}, 60_000);
afterAll(() => trial.stop(), 30_000);

const ready = () => eventually('readiness', async () => ((await trial.ask('/readyz')).status === 200 ? true : undefined));
const until = (what: string, holds: () => boolean) => eventually(what, async () => (holds() ? true : undefined));

async function following<T>(as: keyof typeof TOKENS, lastEventId: string | undefined, work: (reader: EventReader) => Promise<T>): Promise<T> {
  const reader = await EventReader.open(trial, as, lastEventId);
  try {
    expect(reader.response.status).toBe(200);
    return await work(reader);
  } finally {
    reader.close();
  }
}

/** The id of the newest event that a buyer has. */
async function newestId(as: keyof typeof TOKENS, requestId: string): Promise<string> {
  return following(as, '0', async (reader) => {
    const { json } = await trial.order(as, { requestId }, '?wait=30');
    const isLast = ({ event, data }: SeenEvent) => event.endsWith('.InvoiceIssued') && data.data.orderId === json.orderId;
    return (await eventually('the end of the order', async () => reader.events.find(isLast))).id;
  });
}

describe('the event stream', () => {
  it('tells the life of an order in the order of the ledger, as it happens', async () => {
    await following('acme', undefined, async (reader) => {
      expect(reader.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      const { json } = await trial.order('acme', { requestId: 'life' }, '?wait=30');
      await until('the order’s life', () => reader.events.length >= LIFE.length);
      expect(reader.types).toEqual(LIFE);
      const [requested, quoted] = reader.events;
      expect(requested!.event).toBe('contracting.v1.ServiceRequested');
      expect(requested!.data).toEqual({
        type: 'contracting.v1.ServiceRequested',
        position: requested!.id,
        occurredAt: expect.stringMatching(/Z$/),
        data: { orderId: json.orderId, requestId: 'life', terms: json.terms, requestedAt: json.requestedAt },
      });
      expect(Object.keys(quoted!.data.data)).toEqual(['orderId', 'quote']);
      expect(quoted!.data.data.quote).toEqual(json.quote);
      expect(reader.events.at(-1)!.data.data.total).toEqual({ amount: '1469.06', currency: 'EUR' });
    });
  });

  it('resumes after the last event that its reader has, with what was missed and then what comes, each once', async () => {
    const last = await newestId('acme', 'before');
    const missed = await trial.order('acme', { requestId: 'missed' }, '?wait=30');
    await following('acme', last, async (reader) => {
      await until('what was missed', () => reader.events.length >= LIFE.length);
      const next = await trial.order('acme', { requestId: 'next', from: { city: UNSERVED_CITY } }, '?wait=30');
      await until('what came after', () => reader.types.includes('ServiceRequestRefused'));
      const orders = reader.events.map(({ data }) => data.data.orderId);
      expect(reader.types).toEqual([...LIFE, 'ServiceRequested', 'ServiceRequestRefused']);
      expect(orders).toEqual([...LIFE.map(() => missed.json.orderId), next.json.orderId, next.json.orderId]);
      const ids = reader.events.map(({ id }) => BigInt(id));
      expect(ids.every((id, index) => index === 0 || id > ids[index - 1]!)).toBe(true);
      expect(ids[0]! > BigInt(last)).toBe(true);
    });
  });

  it('I10 tells a buyer its own events and nothing of another’s, live and resumed', async () => {
    await following('globex', undefined, async (live) => {
      const acme = await trial.order('acme', { requestId: 'private' }, '?wait=30');
      const globex = await trial.order('globex', { requestId: 'private' }, '?wait=30');
      await until('globex’s order', () => live.types.includes('InvoiceIssued'));
      await following('globex', '0', async (resumed) => {
        await until('globex’s past', () => resumed.types.includes('InvoiceIssued'));
        for (const reader of [live, resumed]) {
          const text = JSON.stringify(reader.events);
          expect(text).toContain(globex.json.orderId);
          expect(text).not.toContain(acme.json.orderId.slice('ord_'.length));
          expect(text).not.toContain('acme');
        }
      });
    });
  });

  it('refuses a Last-Event-ID that is no position', async () => {
    const { status, json } = await trial.ask('/v1/events', { as: 'acme', headers: { 'last-event-id': '-1' } });
    expect([status, json.errors]).toEqual([400, [{ field: 'Last-Event-ID', value: '"-1"', limit: 'a whole number of at most 18 digits' }]]);
  });

  it(`gives one buyer ${MAX_SUBSCRIBERS_OF_BUYER} streams and not one more, and others theirs`, async () => {
    const readers = await Promise.all(Array.from({ length: MAX_SUBSCRIBERS_OF_BUYER }, () => EventReader.open(trial, 'acme')));
    const { status, headers, json } = await trial.ask('/v1/events', { as: 'acme' });
    expect([status, json.code, headers.get('retry-after')]).toEqual([429, 'overloaded', '5']);
    await following('globex', undefined, async (other) => expect(other.response.status).toBe(200));
    for (const reader of readers) reader.close();
    await eventually('a free place', () => following('acme', undefined, async () => true as const).catch(() => undefined));
  });
});

describe('the event stream in trouble', () => {
  it('says what is not kept any more when it is resumed from too far back', async () => {
    const { json } = await trial.order('globex', { requestId: 'kept' }, '?wait=30');
    const isOfOrder = (at: SeenEvent) => at.data.data.orderId === json.orderId;
    const first = await following('globex', '0', (reader) => eventually('the order', async () => reader.events.find(isOfOrder)));
    const { streams } = await jetstreamManager(trial.mesh.connection);
    const { last_seq: last } = (await streams.info(EVENT_STREAM)).state;
    await streams.purge(EVENT_STREAM, { seq: last - LIFE.length + 1 });
    await following('globex', '0', async (reader) => {
      await until('what is kept', () => reader.types.includes('InvoiceIssued'));
      expect(reader.types).toEqual(LIFE);
      expect(reader.events[0]!.id).toBe(first.id);
      expect(reader.comments).toContainEqual(expect.stringMatching(/^the events up to \d+ are not kept here any more$/));
    });
  });

  it('goes on, without a gap or a double, when the bus lost its store and the relay filled it again', async () => {
    const last = await newestId('acme', 'before-the-loss');
    const { nats } = trial.mesh;
    await nats.kill9();
    nats.wipeStore();
    await nats.start();
    await eventually('the bus', async () => {
      const { status } = await trial.order('acme', { requestId: 'after-the-loss' }, '?wait=30').catch(() => ({ status: 0 }));
      return status === 200 ? true : undefined;
    }, 30_000);
    await following('acme', last, async (reader) => {
      await until('the order after the loss', () => reader.types.includes('InvoiceIssued'));
      expect(reader.types).toEqual(LIFE);
    });
  }, 60_000);

  it('ends the streams of a buyer whose token was taken away, and the other’s stay', async () => {
    await following('acme', undefined, (kept) =>
      following('globex', undefined, async (lost) => {
        writeBuyers(trial.buyersFile, { acme: TOKENS.acme });
        await until('the end of the stream', () => lost.ended);
        await until('a sign of life', () => kept.comments.includes('alive'));
        expect(kept.ended).toBe(false);
        writeBuyers(trial.buyersFile, TOKENS);
      }),
    );
  }, 30_000);

  it('ends when the gateway does, at once', async () => {
    const second = await trial.startAnother();
    const response = await fetch(`${second.healthUrl}/v1/events`, { headers: { authorization: `Bearer ${TOKENS.acme}` } });
    expect(response.status).toBe(200);
    const [text] = await Promise.all([response.text(), sleep(100).then(() => second.stop())]);
    expect(text).toContain(': connected');
  });
});
