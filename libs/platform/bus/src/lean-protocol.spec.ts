import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, headers, type Msg, type NatsConnection } from '@nats-io/transport-node';
import type { NatsConnectionImpl } from '@nats-io/transport-node/lib/nats-base-client.js';
import fc from 'fast-check';
import { contextToHeaders } from './headers.js';
import { connectLean } from './lean-connection.js';
import type { LeanConnection } from './lean-protocol.js';

const MAX_PAYLOAD = 200_000;
const INFO = `INFO ${JSON.stringify({ server_id: 'trial', version: '2.10.0', proto: 1, headers: true, max_payload: MAX_PAYLOAD })}\r\n`;

/** Says what a server says first, and keeps what it is told after that. */
class Listener {
  private readonly told = new Map<Socket, string>();
  private readonly server: Server = createServer((socket) => {
    this.told.set(socket, '');
    socket.write(INFO);
    socket.on('data', (piece: Buffer) => {
      this.told.set(socket, this.told.get(socket) + piece.toString('latin1'));
      if (piece.includes('PING\r\n')) socket.write('PONG\r\n');
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Of each connection, in the order in which they came, what followed the client's first words. */
  heard(): string[] {
    return [...this.told.values()].map((text) => text.slice(text.indexOf('PING\r\n')));
  }

  say(text: string): void {
    for (const socket of this.told.keys()) socket.write(text);
  }

  async stop(): Promise<void> {
    for (const socket of this.told.keys()) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

interface Said {
  readonly subject: string;
  readonly reply: string;
  readonly headers: string | undefined;
  readonly body: string;
}

const lineOf = ({ subject, reply, headers: text, body }: Said): string => {
  const to = reply === '' ? `${subject} 1` : `${subject} 1 ${reply}`;
  return text === undefined ? `MSG ${to} ${body.length}\r\n${body}\r\n` : `HMSG ${to} ${text.length} ${text.length + body.length}\r\n${text}${body}\r\n`;
};
const name = fc.stringMatching(/^[A-Za-z0-9_.]{1,12}$/);
const said = fc.record<Said>({
  subject: name,
  reply: fc.option(name, { nil: '' }),
  headers: fc.option(fc.stringMatching(/^[a-z]{1,5}$/).map((value) => `NATS/1.0\r\nx: ${value}\r\n\r\n`), { nil: undefined }),
  // A body may look like anything, such as another message.
  body: fc.oneof(fc.string({ unit: 'binary-ascii', maxLength: 30 }), fc.constant('MSG other 1 2\r\nhi\r\n')),
});
const contextOf = (actor: string) => contextToHeaders({ actor, correlationId: 'b', causationId: 'c' });
const between = fc.constantFrom('', 'PING\r\n', '+OK\r\n', INFO);

describe('a connection that speaks lean', () => {
  const listener = new Listener();
  let lean: LeanConnection;
  let theirs: NatsConnection;

  beforeAll(async () => {
    const servers = await listener.start();
    theirs = await connect({ servers, reconnect: false });
    lean = await connectLean({ servers, reconnect: false });
  });
  afterAll(async () => {
    await Promise.all([lean.close(), theirs.close()]);
    await listener.stop();
  });

  /** What each of the two connections tells the server when the same is done with both. */
  const writtenBy = async (act: (connection: NatsConnection) => void): Promise<Record<'theirs' | 'lean', string>> => {
    await Promise.all([lean.flush(), theirs.flush()]);
    const before = listener.heard();
    for (const connection of [theirs, lean]) act(connection);
    await Promise.all([lean.flush(), theirs.flush()]);
    const [byTheirs = '', byLean = ''] = listener.heard().map((text, index) => text.slice(before[index]?.length));
    return { theirs: byTheirs, lean: byLean };
  };

  it('reads all messages as they were said, wherever the pieces end in which they come, with anything else between them', () => {
    const got: Said[] = [];
    const take = (message: Msg): number =>
      got.push({ subject: message.subject, reply: message.reply ?? '', headers: message.headers?.toString(), body: Buffer.from(message.data).toString('latin1') });
    lean.subscribe('>', { callback: (_, message) => void take(message) });
    const { parser } = (lean as unknown as NatsConnectionImpl).protocol;
    const property = fc.property(fc.array(fc.tuple(said, between), { maxLength: 6 }), fc.array(fc.nat(400), { maxLength: 5 }), (messages, cuts) => {
      got.length = 0;
      const bytes = Buffer.from(messages.map(([message, other]) => lineOf(message) + other).join(''), 'latin1');
      const ends = [0, ...cuts.filter((cut) => cut < bytes.length).toSorted((a, b) => a - b), bytes.length];
      for (const [index, end] of ends.entries()) parser.parse(bytes.subarray(ends[index - 1] ?? 0, end));
      expect(got).toEqual(messages.map(([message]) => message));
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('puts a message together that comes in many pieces, and leaves one to the client that is larger than a server should send', async () => {
    const got: string[] = [];
    const { sid } = lean.subscribe('long', { callback: (_, message) => void got.push(Buffer.from(message.data).toString('latin1')) }) as unknown as { sid: number };
    const bodies = ['short', 'y'.repeat(MAX_PAYLOAD), '', 'z'.repeat(MAX_PAYLOAD + 1), 'MSG long 1 2\r\nhi\r\n'.repeat(5_000), 'end'];
    listener.say(bodies.map((body) => `MSG long ${sid} ${body.length}\r\n${body}\r\n`).join(''));
    await Promise.all([lean.flush(), theirs.flush()]);
    expect(got).toEqual(bodies);
  });

  it('tells headers, sizes and numbers of what it reads as the client does', () => {
    const seen: unknown[] = [];
    const text = 'NATS/1.0 503\r\n\r\n';
    for (const connection of [theirs, lean]) {
      const { sid } = connection.subscribe('seen', {
        callback: (_, message) => void seen.push([message.sid, message.headers?.code, message.headers?.toString(), (message as Msg & { size(): number }).size()]),
      }) as unknown as { sid: number };
      const line = `HMSG seen ${sid} back ${text.length} ${text.length}\r\n${text}\r\n`;
      (connection as unknown as NatsConnectionImpl).protocol.parser.parse(Buffer.from(line));
    }
    const [[, ...ofTheirs], [, ...ofLean]] = seen as [unknown[], unknown[]];
    expect(ofLean).toEqual(ofTheirs);
    expect(ofLean[0]).toBe(503);
  });

  it('writes what the client writes, with and without headers and reply, short, long and beyond ASCII, in the same order', async () => {
    const some = headers();
    some.set('x', 'ä');
    const messages = fc.sample(
      fc.record({
        subject: fc.oneof(name, fc.constant('zu.ä')),
        reply: fc.option(name, { nil: undefined }),
        headers: fc.constantFrom(undefined, some, contextOf('a'), contextOf('ä'), contextOf('a'.repeat(1_300))),
        body: fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.integer({ min: 3_900, max: 4_200 }).map((length) => 'x'.repeat(length)), fc.nat(60_000).map((length) => 'yz'.repeat(length / 2))),
      }),
      300,
    );
    const written = await writtenBy((connection) => {
      for (const { subject, body, reply, headers: own } of messages) connection.publish(subject, body, { ...(reply && { reply }), ...(own && { headers: own }) });
    });
    expect(written.lean).toBe(written.theirs);
    expect(written.lean.match(/^H?PUB /gm)).toHaveLength(messages.length);
  });

  it('answers as the client does, to the subject that a message named and to none where it named none', async () => {
    const written = await writtenBy((connection) => {
      const { sid } = connection.subscribe('asked', {
        callback: (_, message) => {
          message.respond('short');
          message.respond(Buffer.from('ä'.repeat(3_000)), { headers: contextOf('ä') });
          message.respond(undefined, { headers: contextOf('a') });
        },
      }) as unknown as { sid: number };
      (connection as unknown as NatsConnectionImpl).protocol.parser.parse(Buffer.from(`MSG asked ${sid} back.ä 2\r\nhi\r\nMSG asked ${sid} 2\r\nhi\r\n`));
    });
    const answers = (text: string): string => text.replace(/^SUB .*$/m, '');
    expect(answers(written.lean)).toBe(answers(written.theirs));
    expect(written.lean.match(/^H?PUB back/gm)).toHaveLength(3);
  });

  it.each([0, 9, 10, 4_294_967_296, Number.MAX_SAFE_INTEGER])('asks for an answer to its inbox and the number %d, as if both had been put together', async (token) => {
    const inbox = Buffer.from('_INBOX.a.');
    const written = await writtenBy((connection) => {
      for (const own of [undefined, contextOf('a'), contextOf('ä')]) {
        if (connection === lean) lean.ask('to', inbox, token, Buffer.from('body'), own);
        else connection.publish('to', 'body', { reply: `_INBOX.a.${token}`, ...(own && { headers: own }) });
      }
    });
    expect(written.lean).toBe(written.theirs);
    expect(written.lean).toContain(`PUB to _INBOX.a.${token} 4\r\nbody\r\n`);
  });

  it.each([
    ['a subject with a space', (connection: NatsConnection) => connection.publish('a b', '')],
    ['no subject', (connection: NatsConnection) => connection.publish('', '')],
    ['a reply with a line break', (connection: NatsConnection) => connection.publish('a', '', { reply: 'b\r\n' })],
    ['more than the server takes', (connection: NatsConnection) => connection.publish('a', 'x'.repeat(MAX_PAYLOAD + 1))],
  ])('refuses %s with the client’s own error', (_, act) => {
    const problem = (connection: NatsConnection): unknown => {
      try {
        return act(connection);
      } catch (error) {
        return error;
      }
    };
    expect(problem(lean)).toBeInstanceOf(Error);
    expect(problem(lean)).toEqual(problem(theirs));
  });
});
