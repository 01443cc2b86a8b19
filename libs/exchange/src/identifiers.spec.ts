import { describe, expect, it } from '@jest/globals';
import { inNodeOrder, interconnectIdOf, isNodeName, linkIdOf, popIdOf } from './identifiers.js';

describe('inNodeOrder', () => {
  it.each([
    ['10', '9', ['9', '10']],
    ['9', '10', ['9', '10']],
    ['n10', 'n9', ['n10', 'n9']],
    ['a', '7', ['7', 'a']],
    ['007', '7', ['007', '7']],
    ['7', '007', ['007', '7']],
  ])('puts %s and %s in one order: numbers by value, before other names', (a, b, ordered) => {
    expect(inNodeOrder(a, b)).toEqual(ordered);
  });
});

describe('ids', () => {
  it('join provider, nodes and peers', () => {
    expect(linkIdOf('Alfa', inNodeOrder('12', '3'))).toBe('Alfa/3-12');
    expect(interconnectIdOf(popIdOf('Beta', '1'), popIdOf('Alfa', '3'))).toBe('Beta/1~Alfa/3');
  });

  it.each(['a-b', 'a~b', 'a/b', '', 'a b', 'ä', 'x'.repeat(65)])('cannot be made of a node named "%s"', (name) => {
    expect(isNodeName(name)).toBe(false);
  });

  it('can be made of a node name with exactly 64 characters', () => {
    expect(isNodeName('x'.repeat(64))).toBe(true);
  });
});
