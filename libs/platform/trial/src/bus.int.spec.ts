import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connectBus, MAX_IN_FLIGHT, NatsBus, NatsTransport, type BytesHandler, type CallContext, type LeanConnection } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { inSpan, startTracing, type SpanRecord } from '@carriermesh/platform-telemetry';
import { startNats, type TestNats } from '@carriermesh/platform-testing';
import { agent, provisioning } from '@carriermesh/wire';
import { eventually } from './trial-mesh.js';

const rpc = provisioning.GetActivation;
const context: CallContext = { actor: 'buyer:acme', correlationId: 'ord_1', causationId: 'ord_1' };
const unknownActivation: provisioning.GetActivationResponse = { outcome: { kind: 'refused', refused: { code: 'activation-unknown', message: 'No.', facts: {} } } };
const answering: BytesHandler = async () => rpc.response.encode(unknownActivation);

describe('requests on the bus', () => {
  let nats: TestNats;
  let connection: LeanConnection;
  let serving: LeanConnection;
  let bus: NatsBus;
  const transports: NatsTransport[] = [];

  beforeAll(async () => {
    nats = await startNats({ config: 'max_payload: 65536' });
    connection = await connectBus({ url: nats.url, name: 'asking' });
    bus = new NatsBus(connection, 'asking');
  }, 30_000);
  beforeEach(async () => {
    serving = await connectBus({ url: nats.url, name: 'serving' });
  });
  afterEach(async () => {
    for (const transport of transports.splice(0)) await transport.close();
    await serving.close();
  });
  afterAll(async () => {
    await connection.close();
    await nats.stop();
  });

  const serve = async (handler: BytesHandler, subject = rpc.subject): Promise<NatsTransport> => {
    const transport = new NatsTransport(serving, 'serving');
    transport.bind(subject, handler, (bytes) => bytes);
    transports.push(transport);
    await new Promise<void>((resolve) => transport.listen(resolve));
    return transport;
  };
  const ask = (timeoutMs = 2_000): Promise<provisioning.GetActivationResponse> => bus.request(rpc, { contractId: 'con_1' }, { context, timeoutMs });

  it('reach the handler with their context, and come back answered', async () => {
    const heard: unknown[] = [];
    await serve(async (body, delivery) => {
      heard.push(rpc.request.decode(body), delivery.context, delivery.subject);
      return answering(body, delivery);
    });
    expect(await ask()).toEqual(unknownActivation);
    expect(heard).toEqual([{ contractId: 'con_1' }, context, rpc.subject]);
  });

  it('go to one of several instances each', async () => {
    let handled = 0;
    const counting: BytesHandler = async (...call) => {
      handled += 1;
      return answering(...call);
    };
    await serve(counting);
    await serve(counting);
    await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(handled).toBe(20);
  });

  it('that nobody hears are unavailable at once', async () => {
    await expect(ask()).rejects.toMatchObject({ kind: 'unavailable', message: `nobody listens on ${rpc.subject}` });
  });

  it('that nobody answers time out', async () => {
    const subscription = serving.subscribe(rpc.subject);
    await serving.flush();
    await expect(ask(100)).rejects.toMatchObject({ kind: 'timeout', message: `nobody answered on ${rpc.subject} within 100 ms` });
    subscription.unsubscribe();
  });

  it('report the kind of a failure', async () => {
    await serve(async () => {
      throw new OperationalError('denied', 'not for you');
    });
    await expect(ask()).rejects.toMatchObject({ kind: 'denied', message: 'not for you' });
  });

  it('report a bug without its words', async () => {
    await serve(async () => {
      throw new TypeError('secret of undefined');
    });
    await expect(ask()).rejects.toMatchObject({ kind: 'unavailable', message: 'the service failed to handle the request' });
  });

  it('that can not be read are reported as malformed, and so are answers', async () => {
    const transport = await serve(async (body) => rpc.response.encode({ ...unknownActivation, ...rpc.request.decode(body) }));
    const reply = await connection.request(rpc.subject, Uint8Array.of(0xff, 0xff, 0xff), { timeout: 2_000 });
    expect(reply.headers?.get('cm-error')).toBe('malformed');
    await transport.close();
    await serve(async () => Uint8Array.of(0xff));
    await expect(ask()).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('larger than the bus carries are not tried again, and neither are such answers', async () => {
    await expect(bus.request(rpc, { contractId: 'x'.repeat(70_000) }, { context })).rejects.toMatchObject({ kind: 'malformed', retryable: false });
    await serve(async () => new Uint8Array(70_000));
    await expect(ask()).rejects.toMatchObject({ kind: 'misconfigured', retryable: false });
  });

  it('of 64 kB, which no read of a socket holds, are read whole, and keep their bytes while others are read', async () => {
    const asked = Array.from({ length: 200 }, (_, at) => Buffer.alloc(1 + ((at * 7_919) % 65_000), at));
    const kept: Uint8Array[] = [];
    serving.subscribe('trial.kept', {
      callback: (_, message) => {
        kept.push(message.data);
        message.respond(message.data);
      },
    });
    await serving.flush();
    const answers = await Promise.all(asked.map((bytes) => connection.request('trial.kept', bytes, { timeout: 5_000 })));
    const theSame = (all: readonly Uint8Array[]): boolean[] => all.map((bytes, at) => Buffer.from(bytes).equals(asked[at] as Buffer));
    expect([...theSame(answers.map(({ data }) => data)), ...theSame(kept)]).toEqual(Array(400).fill(true));
  });

  it('of a provider’s agent go to the subject of that provider alone', async () => {
    const subjects: string[] = [];
    const released = { outcome: { kind: 'refused', refused: { code: 'x', message: 'No.', facts: {} } } } as const;
    await serve(async (_, { subject }) => {
      subjects.push(subject);
      return agent.ReleaseSegment.response.encode(released);
    }, 'cm.out.alfa.>');
    const body = { segmentId: 's', contractId: 'c', contractSha256: new Uint8Array(32) };
    expect(await bus.ask('alfa', agent.ReleaseSegment, body, { context })).toEqual(released);
    await expect(bus.ask('bravo', agent.ReleaseSegment, body, { context, timeoutMs: 500 })).rejects.toMatchObject({ kind: 'unavailable' });
    expect(subjects).toEqual(['cm.out.alfa.v1.ReleaseSegment']);
  });

  it('beyond the number that one instance works on are told to come back, and the others are answered', async () => {
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let begun = 0;
    await serve(async (...call) => {
      begun += 1;
      await finished;
      return answering(...call);
    });
    const waiting = Array.from({ length: MAX_IN_FLIGHT }, () => ask(10_000));
    await eventually('all requests at their handler', async () => (begun === MAX_IN_FLIGHT ? true : undefined));
    await expect(ask()).rejects.toMatchObject({ kind: 'overloaded', message: `serving works on ${MAX_IN_FLIGHT} requests already` });
    finish();
    expect(await Promise.all(waiting)).toHaveLength(MAX_IN_FLIGHT);
    expect(await ask()).toEqual(unknownActivation);
  }, 20_000);

  it('under way at a shutdown are answered before it ends, and no others are taken', async () => {
    const transport = await serve(async (...call) => {
      await sleep(200);
      return answering(...call);
    });
    const underWay = ask();
    await connection.flush();
    await sleep(50);
    await transport.close();
    await serving.close();
    expect(await underWay).toEqual(unknownActivation);
    await expect(ask()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('keep one trace from who asks to who answers, which the file of spans shows', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'carriermesh-traces-'));
    const tracing = startTracing({ service: 'trial', directory });
    await serve(answering);
    await inSpan('a test', {}, () => ask());
    await expect(inSpan('a failure', {}, async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await tracing.flush();
    const spans = readFileSync(join(directory, 'trial.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as SpanRecord);
    const named = (name: string): SpanRecord | undefined => spans.find((span) => span.name === name);
    const [root, asking, handling] = [named('a test'), named('ask GetActivation'), named('handle GetActivation')];
    expect(asking).toMatchObject({ traceId: root?.traceId, parentSpanId: root?.spanId, service: 'asking', attributes: { 'cm.correlation_id': 'ord_1' } });
    expect(handling).toMatchObject({ traceId: root?.traceId, parentSpanId: asking?.spanId, service: 'serving' });
    expect(named('a failure')).toMatchObject({ error: 'broken', service: 'trial' });
    await tracing.shutdown();
    rmSync(directory, { recursive: true });
  });

  it('are something else than what is told to all: that is heard until it is heard no more', async () => {
    const heard: string[] = [];
    const stop = bus.hear('cm.sys.>', (subject, body) => {
      rpc.request.decode(body);
      heard.push(subject);
    });
    await connection.flush();
    bus.tell('cm.sys.one', Uint8Array.of(0xff));
    bus.tell('cm.sys.two', rpc.request.encode({ contractId: 'con_1' }));
    await eventually('what was told', async () => (heard.length > 0 ? true : undefined));
    stop();
    bus.tell('cm.sys.three', rpc.request.encode({ contractId: 'con_1' }));
    await connection.flush();
    expect(heard).toEqual(['cm.sys.two']);
  });
});

describe('a connection to the bus', () => {
  it('that nobody accepts is unavailable, and names the address', async () => {
    await expect(connectBus({ url: 'nats://127.0.0.1:1', name: 'nobody' })).rejects.toMatchObject({ kind: 'unavailable', message: expect.stringContaining('nats://127.0.0.1:1') });
  });

  it('with credentials that can not be read is misconfigured, and names the file', async () => {
    await expect(connectBus({ url: 'nats://127.0.0.1:1', name: 'nobody', nkeySeedFile: '/nowhere/seed' })).rejects.toMatchObject({
      kind: 'misconfigured',
      message: expect.stringContaining('/nowhere/seed'),
    });
  });
});
