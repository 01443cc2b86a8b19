import { describe, expect, it } from '@jest/globals';
import { concerns, failpointFileOf, failpointIn, parseFailpoint } from './setting.js';

describe('CARRIERMESH_FAILPOINT', () => {
  it.each([
    ['append-sent', { name: 'append-sent', action: 'kill', passing: 1 }],
    ['append-sent@2', { name: 'append-sent', action: 'kill', passing: 2 }],
    ['tree-before-head=error', { name: 'tree-before-head', action: 'error', passing: 1 }],
    ['append-sent=pause@1000000000', { name: 'append-sent', action: 'pause', passing: 1_000_000_000 }],
    ['contracting:process-after-effect=kill@2', { name: 'process-after-effect', action: 'kill', passing: 2, process: 'contracting' }],
    ['mesh:append-sent', { name: 'append-sent', action: 'kill', passing: 1, process: 'mesh' }],
  ])('may be %s', (value, setting) => {
    expect(parseFailpoint(value)).toEqual(setting);
    expect(failpointIn({ CARRIERMESH_FAILPOINT: value })).toEqual(setting);
  });

  it.each([
    ['append-gone', 'there is no failpoint "append-gone"'],
    ['constructor', 'there is no failpoint "constructor"'],
    ['append-sent=explode', 'a failpoint can kill, pause, error, not "explode"'],
    ['append-sent=error', 'no error can be thrown at append-sent'],
    ['append-sent@0', 'passings are counted from 1 to 1000000000'],
    ['append-sent@1000000001', 'passings are counted from 1 to 1000000000'],
    ['append-sent@', 'it does not have the form of a failpoint'],
    ['append-sent kill', 'it does not have the form of a failpoint'],
    ['relay:append-sent', 'append-sent is passed by advertising, contracting, provisioning, billing, monitoring, not by "relay"'],
  ])('may not be %s, and the message names the value and the form', (value, why) => {
    expect(() => parseFailpoint(value)).toThrow(
      `CARRIERMESH_FAILPOINT is "${value}": ${why}; its form is [<process>:]<name>[=kill|pause|error][@n], and "carriermesh failpoints" lists the names`,
    );
  });

  it('may name a file that says it, by its path behind an @', () => {
    expect(['@/tmp/trial/failpoint', 'append-sent@2'].map(failpointFileOf)).toEqual(['/tmp/trial/failpoint', undefined]);
  });

  it('is off when it is not set, or empty', () => {
    expect(failpointIn({})).toBeUndefined();
    expect(failpointIn({ CARRIERMESH_FAILPOINT: '' })).toBeUndefined();
  });

  it('means every process that passes the failpoint, or the one that it names', () => {
    const everybody = parseFailpoint('process-after-effect');
    expect(['billing', 'paths', 'mesh'].map((name) => concerns(everybody, name))).toEqual([true, false, true]);
    const one = parseFailpoint('billing:process-after-effect');
    expect(['billing', 'contracting', 'mesh'].map((name) => concerns(one, name))).toEqual([true, false, false]);
  });
});
