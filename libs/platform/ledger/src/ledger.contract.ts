import { InvariantViolation, instant } from '@carriermesh/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anEvent, appended, eventIds, readEverything, someEvents, waitUntil } from './ledger.fixture.js';
import { LEDGER_START, type Ledger, type NewEvent, type StreamAppend } from './ledger.port.js';

/** What every adapter of the port must do. `makeLedger` opens an empty one; the suite closes it. */
export function ledgerContract(name: string, makeLedger: () => Promise<Ledger>): void {
  describe(`${name} keeps the ledger's contract`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await makeLedger();
    }, 60_000);
    afterAll(() => ledger.close());

    describe('for one stream', () => oneStream(() => ledger));
    describe('for several streams in one commit', () => severalStreams(() => ledger));
    describe('for a retry', () => retries(() => ledger));
    describe('for what it stores', () => content(() => ledger));
    describe('for what is not an append', () => refusals(() => ledger));
    describe('for writers at once', () => concurrency(() => ledger));
    describe('for readers of everything', () => reading(makeLedger));
  });
}

function oneStream(ledger: () => Ledger): void {
  it('numbers a stream from 0 without gaps', async () => {
    const stream = 'one-numbers';
    const first = await appended(ledger(), { stream, expected: 'none', events: someEvents(3) });
    const second = await appended(ledger(), { stream, expected: 2, events: someEvents(2) });
    expect([first.revisions.get(stream), second.revisions.get(stream)]).toEqual([2, 4]);
    expect(second.position).toBeGreaterThan(first.position);
    expect((await ledger().readStream(stream)).map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4]);
  });

  it('answers a conflict with the actual revision when the writer is behind, ahead, or takes the stream for new', async () => {
    const stream = 'one-conflicts';
    await appended(ledger(), { stream, expected: 'none', events: someEvents(2) });
    for (const expected of [0, 2, 'none'] as const) {
      const answer = await ledger().append([{ stream, expected, events: someEvents(1) }]);
      expect(answer).toEqual({ kind: 'revision-conflict', stream, expected, actual: 1 });
    }
    expect(await ledger().readStream(stream)).toHaveLength(2);
  });

  it('answers "none" as the actual revision of a stream that does not exist, and does not create it', async () => {
    const answer = await ledger().append([{ stream: 'one-absent', expected: 0, events: someEvents(1) }]);
    expect(answer).toEqual({ kind: 'revision-conflict', stream: 'one-absent', expected: 0, actual: 'none' });
    expect(await ledger().readStream('one-absent')).toEqual([]);
  });

  it('lets "any" create a stream and continue it', async () => {
    const stream = 'one-any';
    for (const last of [0, 1]) {
      const result = await appended(ledger(), { stream, expected: 'any', events: someEvents(1) });
      expect(result.revisions.get(stream)).toBe(last);
    }
  });

  it('reads from a revision on, that one included', async () => {
    const stream = 'one-from';
    const events = someEvents(4);
    await appended(ledger(), { stream, expected: 'none', events });
    expect(eventIds(await ledger().readStream(stream, 2))).toEqual(eventIds(events.slice(2)));
    expect(await ledger().readStream(stream, 4)).toEqual([]);
  });
}

function severalStreams(ledger: () => Ledger): void {
  it('writes all of them, in the order given', async () => {
    const [z, a] = [someEvents(2), someEvents(1)];
    const result = await appended(ledger(), { stream: 'several-z', expected: 'none', events: z }, { stream: 'several-a', expected: 'any', events: a });
    expect(result.revisions).toEqual(new Map([['several-z', 1], ['several-a', 0]]));
    const recorded = (await readEverything(ledger(), 1_000)).slice(-3);
    expect(eventIds(recorded)).toEqual(eventIds([...z, ...a]));
    expect(recorded.at(-1)?.position).toBe(result.position);
  });

  it('writes none of them when one expectation fails', async () => {
    await appended(ledger(), { stream: 'several-taken', expected: 'none', events: someEvents(1) });
    const answer = await ledger().append([
      { stream: 'several-new', expected: 'none', events: someEvents(1) },
      { stream: 'several-taken', expected: 'none', events: someEvents(1) },
      { stream: 'several-other', expected: 'any', events: someEvents(1) },
    ]);
    expect(answer).toEqual({ kind: 'revision-conflict', stream: 'several-taken', expected: 'none', actual: 0 });
    expect(await ledger().readStreams(['several-new', 'several-other'])).toEqual(new Map());
  });

  it('reads many in one call, each in revision order, and leaves out those that do not exist', async () => {
    const [first, second] = [someEvents(2), someEvents(1)];
    await appended(ledger(), { stream: 'several-1', expected: 'none', events: first }, { stream: 'several-2', expected: 'none', events: second });
    const streams = await ledger().readStreams(['several-2', 'several-missing', 'several-1']);
    expect(new Map([...streams].map(([stream, events]) => [stream, eventIds(events)]))).toEqual(
      new Map([['several-1', eventIds(first)], ['several-2', eventIds(second)]]),
    );
  });
}

function retries(ledger: () => Ledger): void {
  it.each(['none', 'any'] as const)('answers the first outcome again and writes nothing twice (expected %s)', async (expected) => {
    const appends = [
      { stream: `retry-b-${expected}`, expected, events: someEvents(2) },
      { stream: `retry-a-${expected}`, expected, events: someEvents(1) },
    ];
    const first = await appended(ledger(), ...appends);
    // Others may have gone on before the writer learns that it should retry.
    await appended(ledger(), { stream: `retry-a-${expected}`, expected: 0, events: someEvents(1) });
    expect(await ledger().append(appends)).toEqual(first);
    expect(await ledger().readStream(`retry-a-${expected}`)).toHaveLength(2);
    expect(await ledger().readStream(`retry-b-${expected}`)).toHaveLength(2);
  });

  it('answers the first outcome to the same append made many times at once', async () => {
    const append = { stream: 'retry-at-once', expected: 'none' as const, events: someEvents(2) };
    const answers = await Promise.all(Array.from({ length: 10 }, () => ledger().append([append])));
    expect(new Set(answers.map((answer) => (answer.kind === 'appended' ? answer.position : answer.kind))).size).toBe(1);
    expect(await ledger().readStream('retry-at-once')).toHaveLength(2);
  });

  const changes: [string, (event: NewEvent) => StreamAppend][] = [
    ['other bytes', (event) => ({ stream: 'retry-reused', expected: 'any', events: [{ ...event, payload: Uint8Array.of(8, 150, 2) }] })],
    ['fewer bytes', (event) => ({ stream: 'retry-reused', expected: 0, events: [{ ...event, payload: Uint8Array.of(8) }] })],
    ['another type', (event) => ({ stream: 'retry-reused', expected: 'none', events: [{ ...event, type: 'contracting.v1.ContractSigned' }] })],
    ['another stream', (event) => ({ stream: 'retry-elsewhere', expected: 'none', events: [event] })],
    ['a new event beside it', (event) => ({ stream: 'retry-reused', expected: 'any', events: [event, anEvent()] })],
  ];
  it.each(changes)('takes a recorded event id with %s for a bug, and writes nothing', async (_, change) => {
    const event = anEvent({ eventId: '0198c0de-0000-7000-8000-00000000beef' });
    await ledger().append([{ stream: 'retry-reused', expected: 'none', events: [event] }]);
    await expect(ledger().append([change(event)])).rejects.toThrow(InvariantViolation);
    expect(await ledger().readStream('retry-reused')).toHaveLength(1);
    expect(await ledger().readStream('retry-elsewhere')).toEqual([]);
  });
}

function content(ledger: () => Ledger): void {
  it('gives back every byte, name and nanosecond', async () => {
    const stream = 'content-Zürich "{},\\ 東京';
    const event = anEvent({
      type: 'contracting.v1."Quoted", {Offered}',
      payload: Uint8Array.from({ length: 256 }, (_, byte) => byte),
      metadata: { correlationId: 'a "b" \\ {c}', causationId: '', actor: 'buyer:ö', occurredAt: instant(-1n), traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
    });
    const result = await appended(ledger(), { stream, expected: 'none', events: [event, { ...event, eventId: anEvent().eventId }] });
    const [recorded] = await ledger().readStream(stream);
    expect({ ...recorded, payload: [...(recorded?.payload ?? [])] }).toEqual({
      ...event, payload: [...event.payload], stream, revision: 0, position: expect.any(BigInt), recordedAt: expect.any(BigInt),
    });
    // The result speaks of the commit's last event; not every database gives all events of a commit the same time.
    expect(recorded?.position).toBeLessThan(result.position);
    expect(recorded?.recordedAt).toBeLessThanOrEqual(result.recordedAt);
  });

  it('answers an append with position and time as its last event has them', async () => {
    const result = await appended(ledger(), { stream: 'content-answer', expected: 'none', events: someEvents(2) });
    const last = (await ledger().readStream('content-answer')).at(-1);
    expect([last?.position, last?.recordedAt]).toEqual([result.position, result.recordedAt]);
  });

  it('keeps an absent trace context absent', async () => {
    await appended(ledger(), { stream: 'content-traceless', expected: 'none', events: someEvents(1) });
    const [recorded] = await ledger().readStream('content-traceless');
    expect(Object.keys(recorded?.metadata ?? {}).sort()).toEqual(['actor', 'causationId', 'correlationId', 'occurredAt']);
  });

  it('stores nothing at all, and five million bytes', async () => {
    const big = Uint8Array.from({ length: 5_000_000 }, (_, index) => (index * 31) & 0xff);
    await appended(ledger(), { stream: 'content-big', expected: 'none', events: [anEvent({ payload: new Uint8Array() }), anEvent({ payload: big })] });
    const [empty, full] = await ledger().readStream('content-big');
    expect(empty?.payload).toHaveLength(0);
    expect(Buffer.compare(full?.payload ?? new Uint8Array(), big)).toBe(0);
  });
}

function refusals(ledger: () => Ledger): void {
  const bugs: [string, StreamAppend[]][] = [
    ['an append without streams', []],
    ['a stream without events', [{ stream: 'bug', expected: 'any', events: [] }]],
    ['a stream without a name', [{ stream: '', expected: 'any', events: someEvents(1) }]],
    ['a stream that stands twice', [{ stream: 'bug', expected: 'any', events: someEvents(1) }, { stream: 'bug', expected: 'any', events: someEvents(1) }]],
    ['an event id that is no UUID', [{ stream: 'bug', expected: 'any', events: [anEvent({ eventId: 'first' })] }]],
    ['an event without a type', [{ stream: 'bug', expected: 'any', events: [anEvent({ type: '' })] }]],
    ['a negative revision', [{ stream: 'bug', expected: -1, events: someEvents(1) }]],
    ['one event id twice', [{ stream: 'bug', expected: 'any', events: [anEvent({ eventId: '0198c0de-0000-7000-8000-0000000000aa' }), anEvent({ eventId: '0198c0de-0000-7000-8000-0000000000aa' })] }]],
  ];
  it.each(bugs)('takes %s for a bug', async (_, appends) => {
    await expect(ledger().append(appends)).rejects.toThrow(InvariantViolation);
    expect(await ledger().readStream('bug')).toEqual([]);
  });
}

function concurrency(ledger: () => Ledger): void {
  it('lets exactly one of 20 writers have each revision', async () => {
    const stream = 'race-one';
    for (const expected of ['none', 0, 1] as const) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ledger().append([{ stream, expected, events: someEvents(1) }])));
      expect(answers.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
    }
    expect((await ledger().readStream(stream)).map(({ revision }) => revision)).toEqual([0, 1, 2]);
  });

  it('lets 50 writers that expect nothing share a stream', async () => {
    const stream = 'race-any';
    await Promise.all(Array.from({ length: 50 }, () => appended(ledger(), { stream, expected: 'any', events: someEvents(2) })));
    expect((await ledger().readStream(stream)).map(({ revision }) => revision)).toEqual(Array.from({ length: 100 }, (_, revision) => revision));
  });
}

function reading(makeLedger: () => Promise<Ledger>): void {
  it('begins at LEDGER_START, pages without loss, and ends at the head', async () => {
    const ledger = await makeLedger();
    try {
      expect([await ledger.head(), await ledger.tip(), await ledger.readAll(LEDGER_START, 10)]).toEqual([LEDGER_START, LEDGER_START, []]);
      const events = someEvents(7);
      for (const [index, event] of events.entries()) await appended(ledger, { stream: `page-${index % 3}`, expected: 'any', events: [event] });
      const all = await readEverything(ledger, 3);
      expect(eventIds(all)).toEqual(eventIds(events));
      expect([await ledger.head(), await ledger.tip()]).toEqual([all.at(-1)?.position, all.at(-1)?.position]);
      expect(await ledger.readAll(await ledger.head(), 10)).toEqual([]);
    } finally {
      await ledger.close();
    }
  }, 60_000);

  it('tells a listener of a commit, and no longer once it has unsubscribed', async () => {
    const ledger = await makeLedger();
    try {
      let wakes = 0;
      const unsubscribe = ledger.onCommit(() => wakes++);
      const heard = (before: number) => waitUntil(() => wakes > before);
      await appended(ledger, { stream: 'heard', expected: 'any', events: someEvents(1) });
      await heard(0);
      const before = wakes;
      await appended(ledger, { stream: 'heard', expected: 'any', events: someEvents(1) });
      await heard(before);
      unsubscribe();
      const after = wakes;
      let others = 0;
      ledger.onCommit(() => others++);
      await appended(ledger, { stream: 'heard', expected: 'any', events: someEvents(1) });
      await waitUntil(() => others > 0);
      expect(wakes).toBe(after);
    } finally {
      await ledger.close();
    }
  }, 60_000);

  it('answers what it had taken before it was closed, and takes nothing afterwards', async () => {
    const ledger = await makeLedger();
    const answer = ledger.append([{ stream: 'last', expected: 'none', events: someEvents(1) }]);
    await ledger.close();
    expect((await answer).kind).toBe('appended');
    await expect(ledger.append([{ stream: 'last', expected: 0, events: someEvents(1) }])).rejects.toMatchObject({ kind: 'unavailable' });
  }, 60_000);
}
