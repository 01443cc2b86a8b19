import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/patience.js';
import { TcpProxy } from './tcp-proxy.js';

describe('the proxy between a client and its server', () => {
  let server: Server;
  let proxy: TcpProxy;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    // An echo: what comes back has gone both ways.
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.pipe(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = await TcpProxy.inFrontOf((server.address() as AddressInfo).port);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await proxy.close();
    await new Promise((resolve) => server.close(resolve));
  });

  interface Client {
    readonly socket: Socket;
    heard: string;
    failed: string | undefined;
    ended: boolean;
  }

  function dial(): Client {
    const socket = connect(proxy.port, '127.0.0.1');
    sockets.push(socket);
    const client: Client = { socket, heard: '', failed: undefined, ended: false };
    socket.setEncoding('utf8').on('data', (text: string) => (client.heard += text));
    socket.on('error', (error: NodeJS.ErrnoException) => (client.failed = error.code));
    socket.on('end', () => (client.ended = true));
    return client;
  }

  const heard = (client: Client, text: string): Promise<true> => eventually(`"${text}"`, async () => (client.heard === text ? true : undefined), 10_000);

  it('carries bytes both ways, and the end of what is said', async () => {
    const client = dial();
    client.socket.end('to and fro');
    await heard(client, 'to and fro');
    await eventually('the end', async () => client.ended || undefined, 10_000);
  });

  it('resets what is open and what comes when it is cut, and lets new connections pass when it is open again', async () => {
    const before = dial();
    before.socket.write('a');
    await heard(before, 'a');
    proxy.become({ kind: 'cut' });
    await eventually('the reset', async () => before.failed, 10_000);
    const during = dial();
    await eventually('the second reset', async () => during.failed, 10_000);
    expect([before.failed, during.failed]).toEqual(['ECONNRESET', 'ECONNRESET']);
    proxy.become({ kind: 'open' });
    const after = dial();
    after.socket.write('b');
    await heard(after, 'b');
  });

  it('lets nothing pass and breaks nothing while it is half open, and then all of it in its order', async () => {
    const client = dial();
    client.socket.write('1');
    await heard(client, '1');
    proxy.become({ kind: 'half-open' });
    for (const text of ['2', '3', '4']) client.socket.write(text);
    const other = dial();
    other.socket.write('x');
    await eventually('the second connection', async () => (proxy.connections === 2 ? true : undefined), 10_000);
    expect([client.heard, client.failed, other.heard, other.failed]).toEqual(['1', undefined, '', undefined]);
    proxy.become({ kind: 'open' });
    await heard(client, '1234');
    await heard(other, 'x');
  });

  it('keeps the order of what it delays, also when the delay ends in the middle', async () => {
    proxy.become({ kind: 'slow', delayMs: 40 });
    const client = dial();
    for (const text of ['a', 'b', 'c']) client.socket.write(text);
    await heard(client, 'abc');
    proxy.become({ kind: 'slow', delayMs: 3_600_000 });
    client.socket.write('d');
    client.socket.write('e');
    expect(client.heard).toBe('abc');
    proxy.become({ kind: 'open' });
    await heard(client, 'abcde');
  });

  it('has no connection left when both ends are gone', async () => {
    const client = dial();
    client.socket.write('a');
    await heard(client, 'a');
    client.socket.destroy();
    await eventually('the end of the connection', async () => (proxy.connections === 0 ? true : undefined), 10_000);
  });
});
