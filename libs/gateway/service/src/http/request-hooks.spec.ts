import { describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { pino } from 'pino';
import { addRequestHooks } from './request-hooks.js';

describe('a request’s line in the log', () => {
  it('I10 says route, status and time, and neither token nor query nor what was in the address', async () => {
    const lines: string[] = [];
    const server = fastify();
    addRequestHooks(server, pino({}, { write: (line) => void lines.push(line) }));
    server.get('/v1/contracts/:id', (_, reply) => reply.status(418).send({}));
    const headers = { authorization: 'Bearer secret-one', cookie: 'secret-two' };
    const answer = await server.inject({ url: '/v1/contracts/secret-three?token=secret-four', headers });
    await server.close();
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({ method: 'GET', route: '/v1/contracts/:id', status: 418, durationMs: expect.any(Number), msg: 'answered' });
    expect(lines[0]).not.toContain('secret');
  });
});
