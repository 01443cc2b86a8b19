import { describe, expect, it } from '@jest/globals';
import { headers, MsgHdrsImpl, type MsgHdrs } from '@nats-io/transport-node';
import { OperationalError } from '@carriermesh/platform-errors';
import type { CallContext } from './bus.port.js';
import { contextFromHeaders, contextToHeaders, errorFromHeaders, errorToHeaders } from './headers.js';

const anonymous = () => ({ actor: 'unknown', correlationId: 'inbox', causationId: 'subject' });
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const context = { actor: 'buyer:acme', correlationId: 'ord_1', causationId: 'ord_1', traceparent };

const octetsOf = (headers: MsgHdrs): Buffer => Buffer.from((headers as MsgHdrsImpl).encode());
const textOf = (headers: MsgHdrs): string => octetsOf(headers).toString();
const contextIn = (text: string): CallContext => contextFromHeaders(Buffer.from(text, 'latin1'), anonymous);
/** Past the client's own check, as a stranger's client may be. */
const stating = (name: string, value: string): string => `NATS/1.0\r\n${name}: ${value}\r\n\r\n`;

describe('the context of a call', () => {
  it('travels in headers as it is', () => {
    expect(contextFromHeaders(octetsOf(contextToHeaders(context)), anonymous)).toEqual(context);
  });

  it('is written as the client would write it', () => {
    const theirs = headers();
    theirs.set('cm-actor', context.actor);
    theirs.set('cm-correlation', context.correlationId);
    theirs.set('cm-causation', context.causationId);
    theirs.set('traceparent', traceparent);
    expect(textOf(contextToHeaders(context))).toBe(textOf(theirs));
  });

  it.each(['a\nb', 'a\rb', 'a\r\ncm-actor: operator'])('that holds a line break, as %j, is sent nowhere', (value) => {
    expect(() => octetsOf(contextToHeaders({ ...context, correlationId: value }))).toThrow(`the header cm-correlation can't hold a line break: ${JSON.stringify(value)}`);
  });

  it('is what the first of several headers of a name says, with or without a space before it', () => {
    expect(contextIn('NATS/1.0\r\nx-cm-actor: other\r\ncm-actor:first\r\ncm-actor: second\r\n\r\n').actor).toBe('first');
  });

  it('states at most 256 characters, since the relay writes it into headers of its own', () => {
    expect(contextIn(stating('cm-correlation', 'x'.repeat(256))).correlationId).toHaveLength(256);
    expect(contextIn(stating('cm-correlation', 'x'.repeat(257))).correlationId).toBe('inbox');
  });

  it.each(['a\nb', 'a\rb', 'a\0b', 'ä', ''])('states nothing with %j in it', (value) => {
    expect(contextIn(stating('cm-actor', value)).actor).toBe('unknown');
  });

  it('means the same as the mesh writes it, and with its headers in another order, more of them, or spaces about them', () => {
    const lines = textOf(contextToHeaders(context)).split('\r\n').slice(1, 5);
    const texts = [lines, lines.toReversed(), ['x-other: 1', ...lines], lines.map((line) => line.replace(': ', ':  ')), lines.map((line) => `${line} `)];
    for (const text of texts) expect(contextIn(`NATS/1.0\r\n${text.join('\r\n')}\r\n\r\n`)).toEqual(context);
  });

  it.each(['cm-actor', 'cm-correlation', 'cm-causation'])('states no %s of more than 256 characters or with anything but ASCII, whatever stands beside it', (name) => {
    const saying = (value: string) => textOf(contextToHeaders(context)).replace(new RegExp(`${name}: .*`), `${name}: ${value}`);
    const stated = (value: string) => Object.values(contextIn(saying(value))).includes(value);
    expect([stated('x'.repeat(256)), stated('two words'), stated('x'.repeat(257)), stated('caf\xe9'), stated('')]).toEqual([true, true, false, false, false]);
  });

  it('has no trace but one of the W3C’s form, whichever character of it is another', () => {
    expect(contextIn(stating('traceparent', 'somewhere'))).not.toHaveProperty('traceparent');
    const own = textOf(contextToHeaders(context));
    for (let at = 0; at < traceparent.length; at += 1) {
      const other = `${traceparent.slice(0, at)}${traceparent[at] === '-' ? 'a' : 'g'}${traceparent.slice(at + 1)}`;
      expect(contextIn(own.replace(traceparent, other))).toEqual({ actor: context.actor, correlationId: context.correlationId, causationId: context.causationId });
    }
  });
});

describe('a failure', () => {
  it('travels with its kind and its text, on one line and within 500 characters', () => {
    const travelled = errorFromHeaders(errorToHeaders(new OperationalError('denied', `no\r\n${'x'.repeat(600)}`)));
    expect(travelled).toMatchObject({ kind: 'denied', retryable: false });
    expect(travelled?.message).toMatch(/^no x+$/);
    expect(travelled?.message).toHaveLength(500);
  });

  it('that is a bug tells a stranger nothing but that it may be tried again', () => {
    const travelled = errorFromHeaders(errorToHeaders(new Error('password is hunter2')));
    expect(travelled).toMatchObject({ kind: 'unavailable', message: 'the service failed to handle the request' });
  });

  it('of a kind that nobody knows is not tried again', () => {
    expect(errorFromHeaders(MsgHdrsImpl.decode(Buffer.from(stating('cm-error', 'whatever'))))).toMatchObject({ kind: 'malformed', retryable: false });
  });

  it('is none where no header says so', () => {
    expect(errorFromHeaders(headers())).toBeUndefined();
  });
});
