import { changesFor, deviceSight, elementShare, elementSight, mayAct, mayRead, NOT_YOURS, type LogicalElement, type Principal, type Sight, type SwitchCommand, type SwitchDevice } from '@carriermesh/agent-domain';
import type { Logger } from '@carriermesh/platform-telemetry';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { AgentClock } from '../clock.js';
import { bearerOf } from './credentials.js';
import { Pace } from './pace.js';
import { changeBody, deviceBody, elementBody, shareBody } from './switch-bodies.js';
import type { SwitchBook } from './switch-book.js';
import { NO_SUCH_ADDRESS, problemOf, problemOfError, tooFast, TOKEN_REQUIRED, type Problem } from './switch-problems.js';
import { ADMINISTRATOR_BODY, CHANGES_QUERY, ELEMENT_BODY, ELEMENT_PARAMS, INSTANCE_BODY, NAMED_PARAMS, REMOVAL_QUERY } from './switch-schemas.js';

const MAX_BODY_BYTES = 256 * 1024;
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

export interface SwitchRoute {
  readonly method: string;
  /** As it was registered: `/switch/v1/elements/:elementId`. */
  readonly path: string;
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
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false } },
  }) as unknown as FastifyInstance;
  const routes: SwitchRoute[] = [];
  server.addHook('onRoute', ({ method, url, config }) => void routes.push({ method: String(method), path: url, access: config?.access }));
  server.setErrorHandler((error: Error, _, reply) => {
    const problem = problemOfError(error);
    if (problem.status >= 500) parts.log.error({ error }, 'a request of an administrator failed');
    return send(reply, problem);
  });
  server.setNotFoundHandler((_, reply) => send(reply, NO_SUCH_ADDRESS));
  guard(server, parts);
  addReadings(server, parts);
  addChanges(server, parts);
  return { server, routes };
}

function guard(server: FastifyInstance, { device, book, clock }: EdgeParts): void {
  const [requests, attempts] = [Pace.ofRequests(), Pace.ofAttempts()];
  server.addHook('onRequest', async (request, reply) => {
    const principal = bearerOf(request.headers.authorization, device, book.state);
    if (!principal) return send(reply, TOKEN_REQUIRED);
    const who = principal.of === 'device' ? '' : principal.elementId;
    const nowMs = performance.now();
    const waitMs = Math.max(requests.waitMs(who, nowMs), attempts.waitMs(who, nowMs));
    if (waitMs > 0) return send(reply, tooFast(waitMs));
    requests.count(who, nowMs);
    request.principal = principal;
    const { access } = request.routeOptions.config;
    const { elementId } = request.params as { readonly elementId?: string };
    if (!access || mayReach(principal, access, elementId)) return undefined;
    attempts.count(who, nowMs);
    await book.refuse({ by: principal, askedAt: clock.now(), elementId: shown(elementId) }, shown(`${request.method} ${request.url}`));
    return send(reply, problemOf(NOT_YOURS));
  });
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

function send(reply: FastifyReply, { status, retryAfterS, ...problem }: Problem): FastifyReply {
  if (retryAfterS !== undefined) void reply.header('retry-after', String(retryAfterS));
  if (status === 401) void reply.header('www-authenticate', 'Bearer realm="carriermesh-switch"');
  return reply.status(status).type('application/problem+json').send({ type: `urn:problem-type:carriermesh:${problem.code}`, status, ...problem });
}
