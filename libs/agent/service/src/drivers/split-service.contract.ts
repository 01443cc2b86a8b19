import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Segment, SplitMember } from '@carriermesh/agent-domain';
import { MAX_REJOIN_OCTETS, plus, rejoinOctets } from '@carriermesh/kernel';
import type { DriverUnderTest } from './network-driver.contract.js';
import type { NetworkDriver } from './network-driver.port.js';

export interface SplitsUnderTest extends Omit<DriverUnderTest, 'segment'> {
  /** Two ways from one customer's port to another through this network alone. */
  readonly near: Segment;
  readonly far: Segment;
  /** By the latencies that the provider declares. */
  readonly apartNs: bigint;
}

const PATIENCE_MS = 20_000;
const POLL_MS = 20;
const SPLIT_ID = 'spl_contract';

/** What every driver has to keep of a service that is spread over several segments. */
export function splitServiceContract(name: string, make: () => Promise<SplitsUnderTest>, suite: (name: string, tests: () => void) => void = describe): void {
  suite(`${name}, as a driver of split services`, () => {
    let driver: NetworkDriver;
    let remove: SplitsUnderTest['remove'];
    let near: Segment;
    let far: Segment;
    let terms: SplitMember;

    const member = (segment: Segment, ordinal: number, changes: Partial<SplitMember> = {}): Segment => ({ ...segment, split: { ...terms, ordinal, ...changes } });
    const ordinals = async () => (await driver.splitReports(SPLIT_ID)).map(({ end, members }) => [end, members.map(({ ordinal }) => ordinal)]);
    const bothEnds = (of: readonly number[]) => [['first', of], ['last', of]];
    /** Both ends have to hear each other first. */
    const carrying = async (wanted: readonly number[]): Promise<void> => {
      const seen = async () => (await driver.splitReports(SPLIT_ID)).map((report) => report.carrying);
      for (const giveUpAtMs = Date.now() + PATIENCE_MS; Date.now() < giveUpAtMs; await sleep(POLL_MS)) if (JSON.stringify(await seen()) === JSON.stringify([wanted, wanted])) return;
      expect(await seen()).toEqual([wanted, wanted]);
    };

    beforeEach(async () => {
      const made = await make();
      ({ driver, remove, near, far } = made);
      terms = { splitId: SPLIT_ID, ordinal: 1, members: 2, maxDifferentialDelayNs: Number(made.apartNs), leastMembers: 2 };
      await driver.restore([]);
    });
    afterEach(() => remove());

    it('M4 carries it over members that are as far apart as it was sold with, also after a restart, and over none while there are fewer than it was sold with', async () => {
      expect(await driver.splitReports(SPLIT_ID)).toEqual([]);
      const both = [member(near, 1), member(far, 2)] as const;
      expect(await driver.activate(both[0])).toEqual({ kind: 'done' });
      await carrying([]);
      for (const each of both) expect(await driver.activate(each)).toEqual({ kind: 'done' });
      expect(await ordinals()).toEqual(bothEnds([1, 2]));
      await carrying([1, 2]);
      await driver.restore(both);
      await carrying([1, 2]);
      const suspended = { ...both[0], adjusted: [{ at: plus(near.serviceStartAt, 1n), mbps: near.mbps, suspended: true }] };
      expect(await driver.adjust(suspended)).toEqual({ kind: 'done' });
      await carrying([]);
      expect(await driver.release(near.segmentId)).toEqual({ kind: 'done' });
      expect(await ordinals()).toEqual(bothEnds([2]));
      expect(await driver.release(far.segmentId)).toEqual({ kind: 'done' });
      expect(await driver.splitReports(SPLIT_ID)).toEqual([]);
    });

    it('M4 refuses a member that is a nanosecond further apart than sold, one on other terms, one that is there already, and more than an end can keep', async () => {
      const refusal = async (segment: Segment) => {
        const answer = await driver.activate(segment);
        return answer.kind === 'refused' ? answer.reason : answer.kind;
      };
      const maxDifferentialDelayNs = terms.maxDifferentialDelayNs - 1;
      await driver.activate(member(near, 1, { maxDifferentialDelayNs }));
      expect(await refusal(member(far, 2, { maxDifferentialDelayNs }))).toBe(
        `segments ${far.segmentId} and ${near.segmentId} are ${terms.maxDifferentialDelayNs} ns apart, and split ${SPLIT_ID} is rejoined within ${maxDifferentialDelayNs} ns`,
      );
      expect(await refusal(member(far, 2))).toContain(`and not 2 members, at least 2 of them, within ${terms.maxDifferentialDelayNs} ns`);
      expect(await refusal(member(far, 1, { maxDifferentialDelayNs }))).toBe(`member 1 of split ${SPLIT_ID} is segment ${near.segmentId} already`);
      const wide = { ...member(far, 2, { splitId: 'spl_wide', maxDifferentialDelayNs: 1_000_000_000 }), mbps: 10_000 };
      expect(await refusal(wide)).toBe(`rejoining 10000 Mbit/s that come up to 1000000000 ns apart takes ${rejoinOctets(10_000, wide.split ?? terms)} octets, and an end has ${MAX_REJOIN_OCTETS}`);
      expect(await ordinals()).toEqual(bothEnds([1]));
    });
  });
}
