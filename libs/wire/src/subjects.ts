import { isToken } from '@carriermesh/kernel';

import type { EventType } from './gen/registry.js';
import type { Rpc } from './rpc.js';
import { WireError } from './wire-error.js';

/** What a provider may send: offers, usage records, measurements, always as signed batches; its agent's heartbeats; and questions for what it sold. */
export type InboundKind = 'advert' | 'usage' | 'measure' | 'session' | 'supply';

/** `cm.evt.<context>.v1.<Event>.<aggregate>`, where the relay publishes one aggregate's events of one type. */
export function eventSubject(type: EventType, aggregate: string): string {
  return `cm.evt.${type}.${subjectToken(aggregate)}`;
}

/** Every event of one type, whichever aggregate it belongs to. */
export function eventSubjects(type: EventType): string {
  return `cm.evt.${type}.*`;
}

/** Where the mesh hears one provider. The server writes the provider's name: it is not taken from what was sent. */
export function inboundSubject(provider: string, kind: InboundKind): string {
  return `cm.in.${providerToken(provider)}.${kind}.v1`;
}

/** A request that every service answers for itself, as one of them hears it. */
export function ofService<Request, Response>(rpc: Rpc<Request, Response>, service: string): Rpc<Request, Response> {
  return { ...rpc, subject: `${rpc.subject}.${subjectToken(service)}` };
}

/** Where a provider sends the same, in its own account. */
export function agentInboundSubject(kind: InboundKind): string {
  return `in.${kind}.v1`;
}

/** Where the mesh asks one provider; its agent hears the same on `rpc.subject`. */
export function operationSubject(provider: string, rpc: Pick<Rpc<never, unknown>, 'kind' | 'name' | 'subject'>): string {
  if (rpc.kind !== 'operation') throw new WireError('invalid', rpc.name, `${rpc.name} is a ${rpc.kind}, which no provider is asked for`);
  return `cm.out.${providerToken(provider)}.${rpc.subject.slice('out.'.length)}`;
}

/** The provider of a subject `cm.in.<provider>.…`; `undefined` when the subject is none. */
export function providerOfInbound(subject: string): string | undefined {
  const [mesh, direction, provider] = subject.split('.');
  return mesh === 'cm' && direction === 'in' && provider !== undefined && isToken(provider) ? provider : undefined;
}

/** NATS knows no limit of a token's length but the server's for a whole line, 4 KiB: this leaves room for the rest. */
const MAX_TOKEN_CHARACTERS = 512;

/**
 * Any text as one token of a subject: letters, digits, `_` and `-` stay; every other byte of its UTF-8 becomes `=HH`. Two texts
 * never become one token. The dot, the space and the wildcards of NATS must not come through.
 */
export function subjectToken(text: string): string {
  const token = /[^A-Za-z0-9_-]/.test(text) ? escapeBytes(text) : text;
  if (token === '' || token.length > MAX_TOKEN_CHARACTERS)
    throw new WireError('invalid', 'subject', `an aggregate's token has 1 to ${MAX_TOKEN_CHARACTERS} characters, not ${token.length}`);
  return token;
}

function escapeBytes(text: string): string {
  let token = '';
  for (const byte of new TextEncoder().encode(text)) {
    const character = String.fromCharCode(byte);
    token += /[A-Za-z0-9_-]/.test(character) ? character : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return token;
}

function providerToken(provider: string): string {
  if (isToken(provider)) return provider;
  throw new WireError('invalid', 'subject', `a provider's id is 1 to 64 letters, digits, _ and -, not ${JSON.stringify(provider).slice(0, 80)}`);
}
