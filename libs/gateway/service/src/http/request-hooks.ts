import { AsyncLocalStorage } from 'node:async_hooks';
import { trace } from '@opentelemetry/api';
import { inSpan, type Logger } from '@carriermesh/platform-telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Buyer } from '../identity/buyers.js';
import type { Supplier } from '../identity/suppliers.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Runs in the request's span. */
    inTrace?: <T>(work: () => T) => T;
    /** Whose token the request bears; set by the guard. */
    buyer?: Buyer;
    supplier?: Supplier;
  }
}

/** W3C trace context: version, trace id, parent id, flags. Anything else is no parent. */
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** One span and one line in the log for each request, and headers that every answer has. */
export function addRequestHooks(instance: FastifyInstance, log: Logger): void {
  instance.addHook('onRequest', (request, reply, done) => {
    // Answers are their asker's own: no cache on the way may give them to another.
    void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    observe(request, reply, log, done);
  });
  // Reading the body leaves the span's asynchronous context: what follows it enters again.
  instance.addHook('preValidation', (request, _, done) => {
    if (request.inTrace) request.inTrace(done);
    else done();
  });
}

/** Until the answer was sent or its reader went away: an event stream is one span, and one line, for as long as it lasts. */
function observe(request: FastifyRequest, reply: FastifyReply, log: Logger, done: () => void): void {
  const route = request.routeOptions.url ?? 'unknown';
  const sent = request.headers['traceparent'];
  const traceparent = typeof sent === 'string' && TRACEPARENT.test(sent) ? sent : undefined;
  const attributes = { 'http.request.method': request.method, 'http.route': route };
  const work = async (): Promise<void> => {
    request.inTrace = AsyncLocalStorage.snapshot();
    const ended = new Promise((resolve) => reply.raw.once('close', resolve));
    done();
    await ended;
    request.inTrace(() => {
      trace.getActiveSpan()?.setAttribute('http.response.status_code', reply.raw.statusCode);
      log.info(lineOf(request, reply), 'answered');
    });
    if (reply.raw.statusCode >= 500) throw new Error(`answered ${reply.raw.statusCode}`);
  };
  // The error marks the span; the request itself was answered long before.
  inSpan(`${request.method} ${route}`, { kind: 'server', traceparent, attributes, service: 'gateway' }, work).catch(() => undefined);
}

/** Neither query nor headers: a token, or what a buyer wrote, has no place in the log. */
function lineOf(request: FastifyRequest, reply: FastifyReply): object {
  return {
    method: request.method,
    route: request.routeOptions.url ?? 'unknown',
    status: reply.raw.statusCode,
    durationMs: Math.round(reply.elapsedTime),
    ...(request.buyer ? { buyerId: request.buyer.id } : {}),
    ...(request.supplier ? { supplierId: request.supplier.id } : {}),
  };
}
