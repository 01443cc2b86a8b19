import { describe, expect, it } from '@jest/globals';
import { stateText } from './contract-show.command.js';

describe('contract show', () => {
  it.each([
    ['active', false, 'active'],
    ['suspended', true, 'suspended'],
    ['terminating', false, 'terminating'],
    ['terminating', true, 'terminating, its service suspended'],
    ['terminated', false, 'terminated'],
  ])('says of a contract that is %s, its service suspended: %s, that it is "%s"', (state, isSuspended, said) => {
    expect(stateText({ state, isSuspended })).toBe(said);
  });
});
