import { describe, expect, it } from '@jest/globals';
import { ledgerUrl, postgresLedgerUrl } from './ledger-source.js';

describe('the ledger that a command reads', () => {
  it.each(['postgres://db/mesh', 'postgresql://db/mesh'])('may be %s for all commands', (ledger) => {
    expect([ledgerUrl({ ledger }), postgresLedgerUrl({ ledger })]).toEqual([ledger, ledger]);
  });

  it('is refused on KurrentDB by what reads PostgreSQL’s tables, without telling its password', () => {
    const ledger = 'kurrentdb+discover://operator:hunter2@db:2113';
    expect(ledgerUrl({ ledger })).toBe(ledger);
    expect(() => postgresLedgerUrl({ ledger })).toThrow(expect.objectContaining({ kind: 'misconfigured', message: expect.stringMatching(/kept by kurrentdb\+discover$/) }));
  });
});
