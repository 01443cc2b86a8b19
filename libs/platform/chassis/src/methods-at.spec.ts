import { describe, expect, it } from '@jest/globals';
import { methodsAt } from './methods-at.js';

const routes = [
  { method: 'PUT', path: '/v1/things/:thingId' },
  { method: 'GET', path: '/v1/things/:thingId' },
  { method: 'GET', path: '/v1/things' },
  { method: 'GET', path: '/' },
];

describe('the methods of an address', () => {
  it.each([
    ['/v1/things/a', ['GET', 'PUT']],
    ['/v1/things/a?b=/c/d', ['GET', 'PUT']],
    ['/v1/th%69ngs/%2F', ['GET', 'PUT']],
    ['/v1/things', ['GET']],
    ['/', ['GET']],
    ['/v1/things/', []],
    ['/v1/things/a/b', []],
    ['/v1/Things', []],
    ['/v1', []],
  ])('at %s are %j', (url, methods) => {
    expect(methodsAt(routes, { method: 'POST', url })).toEqual(methods);
  });

  it.each(['HEAD', 'OPTIONS'])('are not told to who asks by %s', (method) => {
    expect(methodsAt(routes, { method, url: '/v1/things' })).toEqual([]);
  });
});
