import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import { eventBytes, passingEventOfBytes, SimulatedDatabase, SimulatedLedger, type LedgerWeather } from '@carriermesh/platform-ledger';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { createLogger } from '@carriermesh/platform-telemetry';
import { realTimers } from '@carriermesh/platform-time';
import { EarlyWords, tellEarly } from './early-words.js';
import { decodeEvent, TypedLedger } from './typed-ledger.js';

const NOW = instant(1_800_000_000_000_000_000n);
const CONTEXT = { actor: 'operator', correlationId: 'order', causationId: 'order' };
const log = createLogger({ service: 'early-words', level: 'silent' });

const activated = (orderId: string) => ({ type: 'provisioning.v1.ServiceActivated', data: { contractId: `con_${orderId}`, orderId, serviceStartAt: NOW, activatedAt: NOW } }) as const;
const segmentSilent = { type: 'provisioning.v1.SegmentSilent', data: { contractId: 'con_1', segmentId: 's', providerId: 'p', waitedUntil: NOW } } as const;

const CALM: LedgerWeather = { append: () => ({ arrivesMs: 0, runsMs: 0, answerMs: 0 }), read: () => ({ arrivesMs: 0, answerMs: 0, isCut: false }), wakeMs: () => 0 };

/** Two services on one ledger: one that writes and tells, and one whose process waits for services that were activated. */
class Pair {
  readonly told: (readonly [subject: string, body: Uint8Array])[] = [];
  readonly routed: AnyStoredEvent[] = [];
  leadsToStep = true;
  position = 0n;
  private readonly heard = new Map<string, (subject: string, body: Uint8Array) => void>();
  private numbered = 0;
  private readonly raw = new SimulatedLedger(new SimulatedDatabase(realTimers, () => NOW), { timers: realTimers, weather: CALM });
  readonly ledger = new TypedLedger(this.raw, { now: () => NOW }, { next: () => `00000000-0000-7000-8000-${String((this.numbered += 1)).padStart(12, '0')}` }, realTimers, tellEarly({ tell: (subject, body) => this.tell(subject, body) }));
  readonly words = new EarlyWords({
    bus: {
      hear: (subject, onMessage) => {
        this.heard.set(subject, onMessage);
        return () => void this.heard.delete(subject);
      },
    },
    engine: {
      listens: new Set(['provisioning.v1.ServiceActivated', 'provisioning.v1.SegmentSilent']),
      route: async (event) => {
        this.routed.push(event);
        return this.leadsToStep;
      },
    },
    position: () => this.position,
    log,
  });
  readonly end = this.words.listen();

  tell(subject: string, body: Uint8Array): void {
    this.told.push([subject, body]);
    this.heard.get(subject)?.(subject, body);
  }

  /** What the feed would hand on of the stream. */
  async events(stream: string): Promise<readonly AnyStoredEvent[]> {
    return (await this.ledger.load(stream)).events;
  }

  async write(stream: string, ...events: Parameters<TypedLedger['commit']>[0][number]['events']): Promise<readonly AnyStoredEvent[]> {
    await this.ledger.commit([{ stream, expected: 'any', events }], CONTEXT);
    return this.events(stream);
  }
}

describe('what customers wait for', () => {
  it('has the relay told that somebody waits, once for a commit, and nothing else has', async () => {
    const pair = new Pair();
    const completed = { type: 'contracting.v1.ServiceRequestCompleted', data: { orderId: '1', contractId: 'con_1', completedAt: NOW } } as const;
    await pair.write('activation-con_1', segmentSilent);
    expect(pair.told).toEqual([]);
    await pair.write('order-1', completed, completed);
    expect(pair.told).toEqual([['cm.sys.awaited', new Uint8Array()]]);
  });
});

describe('an early word', () => {
  it('is given of the events that somebody waits for, and says what the ledger does; of no other', async () => {
    const pair = new Pair();
    await pair.write('activation-con_1', segmentSilent);
    const [, , event] = await pair.write('activation-con_1', segmentSilent, activated('1'));
    expect(pair.told.map(([subject, body]) => [subject, { ...decodeEvent(passingEventOfBytes(body)) }])).toEqual([['cm.sys.early.provisioning.v1.ServiceActivated', event]]);
  });

  it('has its event given to the processes once: the feed passes it over when it led to a step', async () => {
    const pair = new Pair();
    const [event] = await pair.write('activation-con_1', activated('1'));
    expect(pair.routed).toMatchObject([{ eventId: event!.eventId, data: { orderId: '1' } }]);
    expect(await pair.words.wasTaken(event!)).toBe(true);
    // A second copy is a second one: the feed never gives one by itself.
    expect(await pair.words.wasTaken(event!)).toBe(false);
  });

  it('leaves its event to the feed when it led to no step', async () => {
    const pair = new Pair();
    pair.leadsToStep = false;
    const [event] = await pair.write('activation-con_1', activated('1'));
    expect(pair.routed).toHaveLength(1);
    expect(await pair.words.wasTaken(event!)).toBe(false);
  });

  it('is not given when it is no event, of another type than its subject says, or of one that was passed already', async () => {
    const pair = new Pair();
    const [, event] = await pair.write('activation-con_1', segmentSilent, activated('1'));
    const [[subject, body]] = pair.told as [readonly [string, Uint8Array]];
    pair.position = event!.position;
    const another = await new Pair().write('activation-con_1', segmentSilent);
    for (const word of [body, new Uint8Array(), Uint8Array.of(0xff), eventBytes({ ...another[0]!, position: event!.position + 1n })]) pair.tell(subject, word);
    await pair.events('activation-con_1');
    expect(pair.routed.map(({ eventId }) => eventId)).toEqual([event!.eventId]);
  });

  it('is not heard any more when the service has stopped', async () => {
    const pair = new Pair();
    pair.end();
    await pair.write('activation-con_1', activated('1'));
    expect(pair.routed).toEqual([]);
  });
});
