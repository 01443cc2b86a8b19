import { describe, expect, it } from '@jest/globals';
import { withOwnFailpoint } from './child-failpoint.js';

describe('a failpoint in the environment of a mesh', () => {
  const given = (value: string, name: string, life = 1): string | undefined =>
    withOwnFailpoint({ PATH: '/usr/bin', CARRIERMESH_FAILPOINT: value }, { name, life })['CARRIERMESH_FAILPOINT'];

  it('is handed on to the processes that pass it, and to nobody else', () => {
    expect(given('relay-after-acks', 'relay')).toBe('relay-after-acks');
    expect(given('relay-after-acks', 'billing')).toBeUndefined();
    expect(given('process-after-effect', 'billing')).toBe('process-after-effect');
  });

  it('is handed on to the one process that it names', () => {
    expect(given('contracting:process-after-effect=kill@2', 'contracting')).toBe('contracting:process-after-effect=kill@2');
    expect(given('contracting:process-after-effect=kill@2', 'billing')).toBeUndefined();
  });

  it('is handed on to every process in every life where a file names it', () => {
    expect([given('@/tmp/failpoint', 'billing'), given('@/tmp/failpoint', 'paths', 2)]).toEqual(['@/tmp/failpoint', '@/tmp/failpoint']);
  });

  it('is of a process’s first life alone, and takes nothing else along', () => {
    expect(withOwnFailpoint({ PATH: '/usr/bin', CARRIERMESH_FAILPOINT: 'relay-after-acks' }, { name: 'relay', life: 2 })).toEqual({ PATH: '/usr/bin' });
  });
});
