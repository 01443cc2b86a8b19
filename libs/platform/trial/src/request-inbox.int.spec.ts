import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Msg } from '@nats-io/transport-node';
import { connectBus, connectLean, contextToHeaders, MAX_WAITING_CALLS, NatsBus, RequestInbox, type LeanConnection } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { startNats, type TestNats } from '@carriermesh/platform-testing';
import { provisioning } from '@carriermesh/wire';
import { eventually } from './trial-mesh.js';

const context = { actor: 'buyer:acme', correlationId: 'ord_1', causationId: 'ord_1' };
const SUBJECT = 'trial.echo';
const echo = (message: Msg): void => void message.respond(message.data);
const bytesOf = (number: number): Uint8Array => Uint8Array.from(Buffer.from(String(number)));

describe('calls that wait in one inbox', () => {
  let nats: TestNats;
  let serving: LeanConnection;
  let asking: LeanConnection;
  let inbox: RequestInbox;

  beforeAll(async () => {
    nats = await startNats();
  }, 30_000);
  beforeEach(async () => {
    serving = await connectBus({ url: nats.url, name: 'serving' });
    asking = await connectBus({ url: nats.url, name: 'asking' });
    inbox = new RequestInbox(asking);
  });
  afterEach(async () => {
    await asking.close();
    await serving.close();
  });
  afterAll(() => nats.stop());

  const serve = async (callback: (message: Msg) => void): Promise<void> => {
    serving.subscribe(SUBJECT, { callback: (_, message) => callback(message) });
    await serving.flush();
  };
  const ask = (number: number, timeoutMs = 5_000): Promise<number> =>
    new Promise((resolve, reject) => {
      const answered = ({ data }: Msg): void => resolve(Number(Buffer.from(data).toString()));
      inbox.send({ subject: SUBJECT, timeoutMs, answered, failed: reject }, bytesOf(number), contextToHeaders(context));
    });

  it('are each answered with what is theirs, many at once and in another order', async () => {
    const held: Msg[] = [];
    await serve((message) => {
      held.push(message);
      if (held.length === 500) for (const each of held.splice(0).reverse()) echo(each);
    });
    const numbers = Array.from({ length: 1_000 }, (_, index) => index);
    expect(await Promise.all(numbers.map((number) => ask(number)))).toEqual(numbers);
    expect(inbox.lateReplies).toBe(0);
  });

  it('all end, 10,000 of which some are never answered and some too late, and no late answer reaches another call', async () => {
    const late: Msg[] = [];
    await serve((message) => {
      const manner = Number(Buffer.from(message.data).toString()) % 3;
      if (manner === 0) echo(message);
      if (manner === 1) late.push(message);
    });
    // What is answered at once may come late too, on a slow machine: it is waited for as long as that takes.
    const first = await Promise.allSettled(Array.from({ length: 10_000 }, (_, number) => ask(number, number % 3 === 0 ? 25_000 : 300)));
    const ends = first.map((end, number) => (end.status === 'fulfilled' ? end.value === number : (end.reason as OperationalError).kind === 'timeout' && number % 3 > 0));
    expect(ends.filter((isRight) => !isRight)).toEqual([]);
    expect(late).toHaveLength(3_333);
    // The slots of those that timed out are other calls' by the time that their answers come.
    const second = Array.from({ length: 3_000 }, (_, number) => ask(number * 3, 25_000));
    for (const message of late) echo(message);
    expect(await Promise.all(second)).toEqual(Array.from({ length: 3_000 }, (_, number) => number * 3));
    await eventually('the late answers', async () => (inbox.lateReplies === late.length ? true : undefined));
  }, 30_000);

  it(`beyond ${MAX_WAITING_CALLS} are refused as overloaded, and taken again when some have ended`, async () => {
    await serve(() => undefined);
    const waiting = Array.from({ length: MAX_WAITING_CALLS }, (_, number) => ask(number, 1_000));
    const ended = Promise.allSettled(waiting);
    await expect(ask(0)).rejects.toMatchObject({ kind: 'overloaded', retryable: true });
    expect((await ended).every(({ status }) => status === 'rejected')).toBe(true);
    await expect(ask(0, 50)).rejects.toMatchObject({ kind: 'timeout' });
  }, 30_000);

  it('that were given up hear nothing any more', async () => {
    const held: Msg[] = [];
    await serve((message) => held.push(message));
    const heard: unknown[] = [];
    const token = inbox.send({ subject: SUBJECT, timeoutMs: 5_000, answered: (reply) => heard.push(reply), failed: (error) => heard.push(error) }, bytesOf(1));
    inbox.giveUp(token);
    await eventually('the request', async () => held[0]);
    echo(held[0] as Msg);
    await eventually('the answer to nobody', async () => (inbox.lateReplies === 1 ? true : undefined));
    expect(heard).toEqual([]);
  });

  it('end as unavailable when their connection closes, and so do those that come later', async () => {
    await serve(() => undefined);
    const waiting = ask(1);
    const refused = expect(waiting).rejects.toMatchObject({ kind: 'unavailable', retryable: true });
    await asking.flush();
    await asking.close();
    await refused;
    await expect(ask(2)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('outlive a broker that went away and came back: what was lost ends at its deadline, and what comes after is answered', async () => {
    await serve(() => undefined);
    const lost = expect(ask(1, 1_500)).rejects.toMatchObject({ kind: 'timeout', retryable: true });
    await asking.flush();
    await nats.kill9();
    await nats.start();
    await lost;
    const other = await connectBus({ url: nats.url, name: 'serving again' });
    other.subscribe('trial.again', { callback: (_, message) => echo(message) });
    await other.flush();
    await eventually('the connection', async () => asking.flush().then(() => true, () => undefined));
    const answer = await new Promise<Msg>((resolve, reject) => {
      inbox.send({ subject: 'trial.again', timeoutMs: 5_000, answered: resolve, failed: reject }, bytesOf(7));
    });
    expect(Buffer.from(answer.data).toString()).toBe('7');
    await other.close();
  }, 30_000);
});

describe('a subject that an account may not publish', () => {
  it('ends the call at once, and no other', async () => {
    const nats = await startNats({ config: 'authorization { users = [{ user: a, password: b, permissions: { publish: ["trial.>", "_INBOX.>"] } }] }' });
    const connection = await connectLean({ servers: nats.url, user: 'a', pass: 'b' });
    try {
      connection.subscribe('trial.mine', { callback: () => undefined });
      const bus = new NatsBus(connection, 'asking');
      const rpc = { ...provisioning.GetActivation, subject: 'forbidden.subject' };
      const allowed = expect(bus.request({ ...rpc, subject: 'trial.mine' }, { contractId: 'c' }, { context, timeoutMs: 500 })).rejects.toMatchObject({ kind: 'timeout' });
      await expect(bus.request(rpc, { contractId: 'c' }, { context, timeoutMs: 60_000 })).rejects.toMatchObject({ kind: 'unavailable' });
      await allowed;
    } finally {
      await connection.close();
      await nats.stop();
    }
  }, 30_000);
});
