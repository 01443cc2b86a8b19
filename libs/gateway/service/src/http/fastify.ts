import { FastifyAdapter } from '@nestjs/platform-fastify';
import { methodsAt, type Route } from '@carriermesh/platform-chassis';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { sendProblem } from './problem.filter.js';
import { MAX_BODY_BYTES, methodNotAllowed, unreadable } from './problem.js';
import { addRequestHooks } from './request-hooks.js';

/** Longer than any id: what is longer is not looked for. */
const MAX_PARAMETER_CHARACTERS = 128;
/** A request that dribbles in more slowly than this is nobody's order. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Whether a request bears a token that opens anything here. */
type IsBearer = (authorization: string | undefined) => Promise<boolean>;

/** The HTTP server with its limits, and the table of every route that is registered on it. */
export function httpAdapter(log: Logger, isBearer: IsBearer): { readonly adapter: FastifyAdapter; readonly routes: readonly Route[] } {
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: MAX_PARAMETER_CHARACTERS },
    // The router's own errors never reach Nest.
    frameworkErrors: (error: FastifyError, _: unknown, reply: FastifyReply) => sendProblem(reply, unreadable(error.statusCode ?? 400)),
  });
  const instance: FastifyInstance = adapter.getInstance();
  const routes: Route[] = [];
  instance.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ method: each, path: url });
  });
  addRequestHooks(instance, log);
  refuseOtherMethods(instance, routes, isBearer);
  acceptJsonOnly(instance);
  return { adapter, routes };
}

/** Before a body is read, whatever is in it. Only who bears a token is told what there is instead: to others nothing is there. */
function refuseOtherMethods(instance: FastifyInstance, routes: readonly Route[], isBearer: IsBearer): void {
  instance.addHook('onRequest', async (request, reply) => {
    const allowed = request.is404 ? methodsAt(routes, request) : [];
    if (allowed.length === 0 || !(await isBearer(request.headers.authorization))) return undefined;
    sendProblem(reply, methodNotAllowed(request.method, allowed));
    return reply;
  });
}

/** JSON is the only language spoken here. An empty body is none: clients announce JSON also where there is nothing to send. */
function acceptJsonOnly(instance: FastifyInstance): void {
  const parse = instance.getDefaultJsonParser('error', 'error');
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined);
    else void parse(request, body as string, done);
  });
}
