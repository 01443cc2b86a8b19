import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '@carriermesh/kernel';
import type { Command } from 'commander';
import { asOfIn } from './as-of.js';
import { AS_OF, REVISION } from './flags.js';
import { buildProgram } from './program.js';

describe('S0-9 the earlier time that a question is about', () => {
  it('is an instant or a position of the ledger, or none', () => {
    expect(asOfIn({})).toBeUndefined();
    expect(asOfIn({ asOf: '2026-05-01T00:00:00Z' })).toEqual({ kind: 'instant', instant: parseInstant('2026-05-01T00:00:00Z') });
    expect(asOfIn({ revision: '17' })).toEqual({ kind: 'revision', revision: 17n });
  });

  it('is refused by the flag and the value when it is neither, or both', () => {
    expect(() => asOfIn({ asOf: 'yesterday' })).toThrow('--as-of is an instant such as 2026-05-01T00:00:00Z, not "yesterday"');
    expect(() => asOfIn({ asOf: '2026-02-30T00:00:00Z' })).toThrow('not "2026-02-30T00:00:00Z"');
    for (const revision of ['-1', '1.5', '', '1'.repeat(19)]) expect(() => asOfIn({ revision })).toThrow(`--revision is the digits of a position of the ledger, not "${revision}"`);
    expect(() => asOfIn({ asOf: '2026-05-01T00:00:00Z', revision: '17' })).toThrow('one is enough');
  });

  it('is asked for in the same words by every command that takes it', () => {
    const taking = commandsOf(buildProgram()).filter(({ options }) => options.some(({ long }) => long === '--as-of' || long === '--revision'));
    for (const { options } of taking) {
      const shown = options.filter(({ long }) => long === '--as-of' || long === '--revision').map(({ flags, description }) => [flags, description]);
      expect(shown).toEqual([[...AS_OF], [...REVISION]]);
    }
    expect(taking.map(nameOf).sort()).toEqual([
      'alarm list', 'alarm show', 'contract show', 'dispute list', 'dispute replay', 'dispute show', 'invoice show', 'latency', 'party ids', 'party show',
      'quarantined list', 'quarantined show', 'quote list', 'quote show', 'replay contract', 'replay invoice', 'replay period', 'replay quote', 'replay settlement', 'resources', 'routes',
      'service level', 'sessions', 'settlement list', 'settlement net', 'settlement reconcile', 'settlement show', 'terms show',
    ]);
  });
});

const commandsOf = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(commandsOf)];
const nameOf = (command: Command): string => (command.parent?.parent ? `${command.parent.name()} ${command.name()}` : command.name());
