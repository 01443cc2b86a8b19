import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant, NANOS_PER_HOUR, period, plus } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';
import { decideLocalIds, LocalIdTable, MAX_USES_PER_LOCAL_ID } from './local-ids.js';
import { ALFA_SEGMENT, at, batchOf, BRAVO_SEGMENT, CONTRACT, situation, usage } from './testing/fixtures.js';
import { summaryOf, waitingUsage } from './usage-events.js';
import { decideUsage } from './usage.decider.js';

const [JANUARY, FEBRUARY, MARCH] = [at('2027-01-31T12:00:00Z'), at('2027-02-10T00:00:00Z'), at('2027-03-10T00:00:00Z')];
type State = agent.LocalIdState;

const statement = (state: State, when: agent.LocalIdStatement['at'], segmentId = ALFA_SEGMENT, localId = 'CID/17'): agent.LocalIdStatement => ({ localId, target: { kind: 'segment-id', segmentId }, state, at: when });
const customer = (state: State, localId = 'CUST-9'): agent.LocalIdStatement => ({ localId, target: { kind: 'contract-id', contractId: CONTRACT }, state, at: JANUARY });

/** A table after these, of which none may be refused. */
function table(...statements: readonly agent.LocalIdStatement[]): LocalIdTable {
  const { refused, after } = decideLocalIds(new LocalIdTable(), statements);
  expect(refused).toEqual([]);
  return after;
}

const hour = (from: agent.LocalIdStatement['at']) => period(from, plus(from, NANOS_PER_HOUR));
const guideOf = (ids: LocalIdTable, from: agent.LocalIdStatement['at'], localId = 'CID/17') => {
  const guidance = ids.guide(localId, hour(from));
  return 'segmentId' in guidance ? guidance.segmentId : 'contractId' in guidance ? guidance.contractId : guidance.refusal.code;
};
const codesOf = (ids: LocalIdTable, ...statements: readonly agent.LocalIdStatement[]) => decideLocalIds(ids, statements).refused.map(({ refusal }) => refusal.code);

describe('a provider’s own id', () => {
  it('S3-20 guides usage from the instant on at which it is active, up to the one at which it is retired, and then another service’s', () => {
    const ids = table(statement('pending', JANUARY), statement('active', JANUARY), statement('retired', FEBRUARY), statement('active', FEBRUARY, BRAVO_SEGMENT));
    expect([guideOf(ids, JANUARY), guideOf(ids, plus(FEBRUARY, -NANOS_PER_HOUR)), guideOf(ids, FEBRUARY), guideOf(ids, MARCH)]).toEqual([ALFA_SEGMENT, ALFA_SEGMENT, BRAVO_SEGMENT, BRAVO_SEGMENT]);
    // An interval that straddles the two is of neither, and so is one before the first.
    expect([guideOf(ids, plus(FEBRUARY, -1n)), guideOf(ids, plus(JANUARY, -1n))]).toEqual(['local-id-not-active', 'local-id-not-active']);
  });

  it('S3-20 that was never stated or is only reserved guides none, and says which; a customer’s guides to its contract', () => {
    const ids = table(statement('pending', JANUARY), customer('active'));
    expect([guideOf(ids, FEBRUARY, 'CID/18'), guideOf(ids, FEBRUARY), guideOf(ids, FEBRUARY, 'CUST-9')]).toEqual(['unknown-local-id', 'local-id-pending', CONTRACT]);
    const part: agent.LocalIdStatement = { ...customer('active'), target: { kind: 'contract-id', contractId: `${CONTRACT}-alfa` } };
    expect(guideOf(table(part), FEBRUARY, 'CUST-9')).toBe(CONTRACT);
  });

  it('S3-20 can’t be claimed for two services at overlapping times, and the refusal names who has it since when', () => {
    const ids = table(statement('active', JANUARY));
    const { refused, statements } = decideLocalIds(ids, [statement('active', MARCH, BRAVO_SEGMENT)]);
    expect(statements).toEqual([]);
    expect(refused).toMatchObject([{ itemId: 'CID/17', refusal: { code: 'local-id-taken', facts: { stated_for: BRAVO_SEGMENT, stands_for: ALFA_SEGMENT, stands_as: 'active', since: '2027-01-31T12:00:00Z' } } }]);
    expect(codesOf(ids, statement('pending', MARCH, BRAVO_SEGMENT), statement('retired', MARCH, BRAVO_SEGMENT), statement('active', FEBRUARY), statement('retired', JANUARY))).toEqual(Array(4).fill('local-id-taken'));
    expect(codesOf(table(statement('pending', JANUARY)), statement('active', FEBRUARY, BRAVO_SEGMENT))).toEqual(['local-id-taken']);
    // Retired in March: free from then on, and not an instant before, also past a reservation that came to nothing.
    const retired = table(statement('active', JANUARY), statement('retired', MARCH), statement('pending', MARCH, BRAVO_SEGMENT), statement('retired', MARCH, BRAVO_SEGMENT));
    expect(codesOf(retired, statement('active', plus(MARCH, -1n), BRAVO_SEGMENT))).toEqual(['local-id-taken']);
    expect(codesOf(retired, statement('active', MARCH, BRAVO_SEGMENT))).toEqual([]);
  });

  it('S3-20 stated again changes nothing, whatever state it is in and whatever it came to since', () => {
    const all = [statement('pending', JANUARY), statement('active', JANUARY), statement('retired', FEBRUARY), statement('active', FEBRUARY, BRAVO_SEGMENT)];
    expect(decideLocalIds(table(...all), all.slice(1))).toMatchObject({ statements: [], refused: [] });
    expect(decideLocalIds(table(statement('active', JANUARY)), all.slice(0, 1))).toMatchObject({ statements: [], refused: [] });
    for (const state of ['pending', 'active', 'retired'] as const) {
      const path = { pending: ['pending'], active: ['active'], retired: ['active', 'retired'] } as const;
      const ids = table(...path[state].map((each) => statement(each, each === 'retired' ? MARCH : JANUARY)));
      expect(decideLocalIds(ids, [statement(state, state === 'retired' ? MARCH : JANUARY)])).toMatchObject({ statements: [], refused: [] });
    }
  });

  it('has 1 to 64 visible characters, a target that is one, a state, and at most a hundred uses', () => {
    const fresh = new LocalIdTable();
    for (const localId of ['', 'a b', 'x'.repeat(65), 'größe', 'a\n']) expect(codesOf(fresh, statement('active', JANUARY, ALFA_SEGMENT, localId))).toEqual(['malformed-local-id']);
    expect(codesOf(fresh, statement('active', JANUARY, ALFA_SEGMENT, 'x'.repeat(64)))).toEqual([]);
    expect(codesOf(fresh, statement('active', JANUARY, 'seg_of-nobody'), statement('unspecified', JANUARY), statement('retired', JANUARY))).toEqual(['local-id-of-nothing', 'local-id-state-missing', 'unknown-local-id']);
    const often = Array.from({ length: MAX_USES_PER_LOCAL_ID }, (_, index) => [statement('active', plus(JANUARY, BigInt(2 * index))), statement('retired', plus(JANUARY, BigInt(2 * index + 1)))]).flat();
    expect(codesOf(table(...often), statement('active', MARCH))).toEqual(['local-id-changed-too-often']);
  });

  it('S3-20 stands for one service at an instant at most, whatever is stated in whatever order, and for what was taken first', () => {
    const states = fc.constantFrom<State>('pending', 'active', 'retired');
    const drawn = fc.array(fc.tuple(states, fc.integer({ min: 0, max: 6 }), fc.constantFrom(ALFA_SEGMENT, BRAVO_SEGMENT)), { maxLength: 25 });
    fc.assert(
      fc.property(drawn, (list) => {
        const ids = new LocalIdTable();
        for (const [state, hours, segmentId] of list) {
          const before = Array.from({ length: 8 }, (_, index) => guideOf(ids, plus(JANUARY, BigInt(index) * NANOS_PER_HOUR)));
          const { statements } = decideLocalIds(ids, [statement(state, plus(JANUARY, BigInt(hours) * NANOS_PER_HOUR), segmentId)]);
          for (const each of statements) ids.take(each);
          // A statement takes an hour from nobody else: at most it ends what its own service had.
          const after = Array.from({ length: 8 }, (_, index) => guideOf(ids, plus(JANUARY, BigInt(index) * NANOS_PER_HOUR)));
          before.forEach((had, index) => had.startsWith('seg_') && expect([had, ...(state === 'retired' && had === segmentId ? ['local-id-not-active'] : [])]).toContain(after[index]));
        }
        const uses = ids.usesOf('CID/17').filter(({ from }) => from !== undefined);
        uses.forEach(({ from }, index) => expect(index === 0 || (uses[index - 1]?.until ?? instant(2n ** 62n)) <= (from ?? 0n)).toBe(true));
      }),
    );
  });
});

describe('usage under a provider’s own id', () => {
  it('S3-20 I2 that is guided nowhere is put aside with the reason, waits for its id, and has taken its record id', () => {
    const ids = table(statement('active', FEBRUARY));
    const record = { ...usage('r1', '2027-02-10T12:00:00Z', 5n), segmentId: '' };
    const batch = batchOf([record]);
    const presentedAs = (localId: string) => {
      const guidance = ids.guide(localId, record);
      const own = 'segmentId' in guidance ? { record: { ...record, segmentId: guidance.segmentId } } : 'contractId' in guidance ? { record, ...guidance } : { record, unguided: guidance.refusal };
      return { ...batch, records: [{ sha256: new Uint8Array(), localId, ...own }] };
    };
    const [known, unknown] = ['CID/17', 'CID/18'].map((localId) => decideUsage(presentedAs(localId), situation()));
    expect(known?.outcomes).toMatchObject([{ kind: 'accepted', segmentId: ALFA_SEGMENT, periodNumber: 1 }]);
    expect(unknown?.outcomes).toMatchObject([{ kind: 'quarantined', refusal: { code: 'unknown-local-id' } }]);
    expect([summaryOf(unknown!).recordsQuarantined, waitingUsage(unknown!), waitingUsage(known!)]).toEqual([1, [{ recordId: 'r1', localId: 'CID/18' }], []]);
  });
});
