import { OperationalError } from '@carriermesh/platform-errors';
import {
  AccessDeniedError, DeadlineExceededError, InvalidArgumentError, MaxAppendSizeExceededError, StreamDeletedError, StreamNotFoundError,
  UnavailableError, UnknownError, UnsupportedError, WrongExpectedVersionError,
} from '@kurrent/kurrentdb-client';
import { describe, expect, it } from '@jest/globals';
import { operationalErrorOf, saysNoStream, saysNotLeading } from './kurrentdb-errors.js';

/** An error of the call itself, as the client hands on what it does not recognise. */
const ofCall = (code: number) => Object.assign(new Error(`${code} from the server`), { code });

describe('a failure of KurrentDB', () => {
  const kinds: [string, unknown, string][] = [
    ['a server that is away', new UnavailableError(), 'unavailable'],
    ['a call without an answer in time', new DeadlineExceededError(), 'timeout'],
    ['a user without the right', new AccessDeniedError(), 'denied'],
    ['a server before 25.1', new UnsupportedError('multiStreamAppend', '25.1'), 'misconfigured'],
    ['an argument that the client refuses', new InvalidArgumentError('no'), 'malformed'],
    ['a limit that is set too low', new MaxAppendSizeExceededError(undefined, 1_024), 'misconfigured'],
    ['a deleted stream', StreamDeletedError.fromStreamName('s'), 'misconfigured'],
    ['what the client did not recognise', new UnknownError(), 'unavailable'],
    ['invalid argument', ofCall(3), 'malformed'],
    ['deadline exceeded', ofCall(4), 'timeout'],
    ['permission denied', ofCall(7), 'denied'],
    ['resource exhausted', ofCall(8), 'overloaded'],
    ['a node that does not lead', ofCall(9), 'unavailable'],
    ['unimplemented', ofCall(12), 'misconfigured'],
    ['internal', ofCall(13), 'unavailable'],
    ['unavailable', ofCall(14), 'unavailable'],
    ['unauthenticated', ofCall(16), 'denied'],
    ['a broken socket', new Error('socket hang up'), 'unavailable'],
    ['nothing', undefined, 'unavailable'],
  ];
  it.each(kinds)('by %s tells the caller what to do', (_, error, kind) => {
    const found = operationalErrorOf(error, 'an append failed');
    expect([found.kind, found.message.startsWith('an append failed: ')]).toEqual([kind, true]);
  });

  it('stays what it is when it has a kind already', () => {
    const error = new OperationalError('denied', 'no');
    expect(operationalErrorOf(error, 'an append failed')).toBe(error);
  });

  it('asks for another client only when the node does not lead', () => {
    const conflict = new WrongExpectedVersionError(undefined, { streamName: 's', expected: 0n, current: 1n });
    expect([ofCall(9), ofCall(14), conflict, StreamDeletedError.fromStreamName('s')].map(saysNotLeading)).toEqual([true, false, false, false]);
  });

  it('is none when a stream that is read does not exist', () => {
    expect([new StreamNotFoundError(undefined, 's'), new UnavailableError()].map(saysNoStream)).toEqual([true, false]);
  });
});
