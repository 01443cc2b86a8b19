import { describe, expect, it } from '@jest/globals';
import { MAX_REJOIN_OCTETS, rejoinOctets } from '@carriermesh/kernel';
import { refusedMember, type MemberSegment, type SplitMember } from './split-member.js';

const split: SplitMember = { splitId: 'spl_1', ordinal: 1, members: 3, maxDifferentialDelayNs: 5_000_000, leastMembers: 1 };
const first: MemberSegment = { segmentId: 'seg_a-1', mbps: 100, split, latencyNs: 2_000_000n };
const second: MemberSegment = { segmentId: 'seg_b-1', mbps: 300, split: { ...split, ordinal: 2 }, latencyNs: 7_000_000n };

describe('M4 a member of a split service', () => {
  it('is taken beside others that are as far from it as sold, and refused a nanosecond further, with both figures', () => {
    expect(refusedMember(second, [first])).toBeUndefined();
    expect(refusedMember({ ...second, latencyNs: 7_000_001n }, [first])).toBe('segments seg_b-1 and seg_a-1 are 5000001 ns apart, and split spl_1 is rejoined within 5000000 ns');
  });

  it('is not judged by a latency of which only a part is known here', () => {
    const { latencyNs: _, ...part } = second;
    expect(refusedMember(part, [{ ...first, latencyNs: 0n }])).toBeUndefined();
  });

  it('is refused on other terms than its fellows', () => {
    const other = { ...second, split: { ...second.split, leastMembers: 3 } };
    expect(refusedMember(other, [first])).toBe('split spl_1 has 3 members, at least 1 of them, within 5000000 ns by segment seg_a-1, and not 3 members, at least 3 of them, within 5000000 ns');
  });

  it('is refused where another segment is that member, and taken again where it is itself', () => {
    expect(refusedMember({ ...second, split }, [first])).toBe('member 1 of split spl_1 is segment seg_a-1 already');
    expect(refusedMember(first, [first])).toBeUndefined();
  });

  it('needs room for what the others bring while the slowest is waited for, and is refused where there is less', () => {
    expect(rejoinOctets(400, split)).toBe(400 * 125 * (5 + 4) + 3 * 16_384);
    const far = { ...split, maxDifferentialDelayNs: 1_000_000_000 };
    const mbps = Math.floor((MAX_REJOIN_OCTETS - 3 * 16_384) / (125 * 1_004));
    expect(refusedMember({ segmentId: 'seg_a-1', mbps, split: far }, [])).toBeUndefined();
    expect(refusedMember({ segmentId: 'seg_a-1', mbps: mbps + 1, split: far }, [])).toBe(
      `rejoining ${mbps + 1} Mbit/s that come up to 1000000000 ns apart takes ${rejoinOctets(mbps + 1, far)} octets, and an end has ${MAX_REJOIN_OCTETS}`,
    );
  });
});
