import { changesFor, deviceSight, elementShare, elementSight, mayAct, mayRead, NOT_YOURS, type LogicalElement, type Principal, type Sight, type SwitchCommand, type SwitchDevice } from '@carriermesh/agent-domain';
import { methodsAt, type Route } from '@carriermesh/platform-chassis';
import type { Logger } from '@carriermesh/platform-telemetry';
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { AgentClock } from '../clock.js';
import { bearerOf } from './credentials.js';
import { AskersPace } from './pace.js';
import { changeBody, deviceBody, elementBody, shareBody } from './switch-bodies.js';
import type { SwitchBook } from './switch-book.js';
import { MAX_BODY_BYTES, methodNotAllowed, NO_SUCH_ADDRESS, problemOf, problemOfError, tooFast, TOKEN_REQUIRED, unlikeSchema, type Problem } from './switch-problems.js';
import { ADMINISTRATOR_BODY, CHANGES_QUERY, ELEMENT_BODY, ELEMENT_PARAMS, INSTANCE_BODY, NAMED_PARAMS, REMOVAL_QUERY } from './switch-schemas.js';

const REQUEST_TIMEOUT_MS = 30_000;
const CHANGES_PER_ANSWER = 1_000;
const ROOT = '/switch/v1';

export interface EdgeParts {
  readonly device: SwitchDevice;
  readonly book: SwitchBook;
  readonly clock: AgentClock;
  readonly log: Logger;
  /** Absent: plain HTTP, which is for the loopback alone. */
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer };
}

/** What a route does, for the question whether this asker may; it is asked before anything else of the request is looked at. */
type Access = { readonly sight: Sight } | { readonly act: SwitchCommand['kind'] };

export interface SwitchRoute extends Route {
  readonly access: Access | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
  interface FastifyContextConfig {
    access?: Access;
  }
}

/** How the administrators of a shared device reach it: docs/shared-switch.md. */
export function switchEdge(parts: EdgeParts): { readonly server: FastifyInstance; readonly routes: readonly SwitchRoute[] } {
  const { tls } = parts;
  const server = fastify({
    ...(tls ? { https: tls } : {}),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // A misspelt field must be refused, and not be left out in silence.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false, verbose: true } },
    schemaErrorFormatter: unlikeSchema,
    // Of addresses that can't be read; they never reach a hook.
    frameworkErrors: (error: FastifyError, _: unknown, reply: FastifyReply) => send(reply, problemOfError(error)),
  }) as unknown as FastifyInstance;
  const routes: SwitchRoute[] = [];
  server.addHook('onRoute', ({ method, url, config }) => void routes.push({ method: String(method), path: url, access: config?.access }));
  server.setErrorHandler((error: Error, _, reply) => {
    const problem = problemOfError(error);
    if (problem.status >= 500) parts.log.error({ error }, 'a request of an administrator failed');
    return send(reply, problem);
  });
  server.setNotFoundHandler((_, reply) => send(reply, NO_SUCH_ADDRESS));
  guard(server, parts, routes);
  addReadings(server, parts);
  addChanges(server, parts);
  return { server, routes };
}

function guard(server: FastifyInstance, { device, book, clock }: EdgeParts, routes: readonly SwitchRoute[]): void {
  const pace = new AskersPace();
  server.addHook('onRequest', async (request, reply) => {
    const principal = bearerOf(request.headers.authorization, device, book.state);
    if (!principal) return send(reply, TOKEN_REQUIRED);
    const who = principal.of === 'device' ? '' : principal.elementId;
    const { access, elementId } = reachedBy(request);
    const isAttempt = access !== undefined && !mayReach(principal, access, elementId);
    const wait = pace.take(who, { isAttempt, nowMs: performance.now() });
    if (wait) return send(reply, tooFast(wait));
    request.principal = principal;
    const allowed = request.is404 ? methodsAt(routes, request) : [];
    if (!isAttempt) return allowed.length === 0 ? undefined : send(reply, methodNotAllowed(request.method, allowed));
    await book.refuse({ by: principal, askedAt: clock.now(), elementId: shown(elementId) }, shown(`${request.method} ${request.url}`));
    return send(reply, problemOf(NOT_YOURS));
  });
}

interface Reached {
  readonly access?: Access | undefined;
  readonly elementId?: string | undefined;
}

const BELOW_ELEMENT = new RegExp(`^${ROOT}/elements/([^/?]+)`);

/** What is below an element is that element's also where nothing is: to look for it there is an attempt like any other. */
function reachedBy({ params, routeOptions, is404, url }: FastifyRequest): Reached {
  if (!is404) return { access: routeOptions.config.access, elementId: (params as { readonly elementId?: string }).elementId };
  const below = BELOW_ELEMENT.exec(url)?.[1];
  // An address that can't be decoded never came as far as here.
  return below === undefined ? {} : { access: { sight: 'element-share' }, elementId: decodeURIComponent(below) };
}

const mayReach = (by: Principal, access: Access, elementId: string | undefined): boolean =>
  'sight' in access ? mayRead(by, access.sight, elementId) : mayAct(by, { kind: access.act, elementId: elementId ?? '' });

const SHOWN_CHARACTERS = 200;
const shown = (text = ''): string => text.slice(0, SHOWN_CHARACTERS);

function addReadings(server: FastifyInstance, { device, book }: EdgeParts): void {
  const ofElement = (show: (element: LogicalElement) => object) => (request: FastifyRequest, reply: FastifyReply) => {
    const { elementId } = request.params as { readonly elementId: string };
    const element = book.state.get(elementId);
    return element ? reply.send(show(element)) : send(reply, { status: 404, code: 'unknown-element', detail: `There is no element ${elementId}.`, facts: { element: elementId } });
  };
  const changes = (request: FastifyRequest): object => {
    const { after } = request.query as { readonly after: string };
    return { changes: changesFor(principalOf(request), book.changes, { after: Number(after), most: CHANGES_PER_ANSWER }).map(changeBody) };
  };
  const reading = (sight: Sight, schema: object = {}) => ({ config: { access: { sight } }, schema });
  server.get(`${ROOT}/device`, reading('device'), () => deviceBody(deviceSight(device, book.state)));
  server.get(`${ROOT}/changes`, reading('device', { querystring: CHANGES_QUERY }), changes);
  server.get(`${ROOT}/elements/:elementId`, reading('element', { params: ELEMENT_PARAMS }), ofElement((element) => elementBody(elementSight(element, device))));
  server.get(`${ROOT}/elements/:elementId/share`, reading('element-share', { params: ELEMENT_PARAMS }), ofElement((element) => shareBody(elementShare(element, device))));
  server.get(`${ROOT}/elements/:elementId/changes`, reading('element', { params: ELEMENT_PARAMS, querystring: CHANGES_QUERY }), changes);
}

function addChanges(server: FastifyInstance, { book, clock }: EdgeParts): void {
  const acting = (act: SwitchCommand['kind'], schema: object) => ({ config: { access: { act } }, schema });
  const performing = (commandOf: (request: FastifyRequest) => Record<string, unknown>) => async (request: FastifyRequest, reply: FastifyReply) => {
    const { elementId, name } = request.params as { readonly elementId: string; readonly name?: string };
    const command = { elementId, name, by: principalOf(request), askedAt: clock.now(), ...commandOf(request) } as unknown as SwitchCommand;
    const performed = await book.perform(command);
    return performed.kind === 'refused' ? send(reply, problemOf(performed.refusal)) : reply.send({ carried: performed.carried });
  };
  const [element, administrator, instance] = [`${ROOT}/elements/:elementId`, `${ROOT}/elements/:elementId/administrators/:name`, `${ROOT}/elements/:elementId/instances/:name`];
  const [ofElement, named] = [{ params: ELEMENT_PARAMS }, { params: NAMED_PARAMS }];
  const bodyOf = (request: FastifyRequest): object => request.body as object;
  server.put(element, acting('set-element', { ...ofElement, body: ELEMENT_BODY }), performing((request) => ({ kind: 'set-element', ...bodyOf(request) })));
  server.delete(element, acting('remove-element', { ...ofElement, querystring: REMOVAL_QUERY }), performing((request) => ({ kind: 'remove-element', force: (request.query as { readonly force: string }).force === 'true' })));
  server.put(administrator, acting('set-administrator', { ...named, body: ADMINISTRATOR_BODY }), performing((request) => ({ kind: 'set-administrator', ...bodyOf(request) })));
  server.delete(administrator, acting('remove-administrator', named), performing(() => ({ kind: 'remove-administrator' })));
  server.put(instance, acting('set-instance', { ...named, body: INSTANCE_BODY }), performing((request) => ({ kind: 'set-instance', instance: { name: (request.params as { readonly name: string }).name, ...bodyOf(request) } })));
  server.delete(instance, acting('remove-instance', named), performing(() => ({ kind: 'remove-instance' })));
}

function principalOf({ principal }: FastifyRequest): Principal {
  if (!principal) throw new Error('a route was reached without a token');
  return principal;
}

function send(reply: FastifyReply, { status, retryAfterS, allow, ...problem }: Problem): FastifyReply {
  if (allow) void reply.header('allow', allow.join(', '));
  if (retryAfterS !== undefined) void reply.header('retry-after', String(retryAfterS));
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="carriermesh-switch"');
  return reply.status(status).type('application/problem+json').send({ type: `urn:problem-type:carriermesh:${problem.code}`, status, ...problem });
}
