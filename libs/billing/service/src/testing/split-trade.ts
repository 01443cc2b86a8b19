import type { contracting } from '@carriermesh/wire';
import { type Part, SampleTrade } from './sample-trade.js';

const LINES = { members: 2, maxDifferentialDelayNs: 5_000_000n };

/** The sample trade for twice what its segments carry: each of its providers carries one of two lines. */
export class SplitTrade extends SampleTrade {
  protected override quote(): contracting.Quote {
    const quote = super.quote();
    const [winner] = quote.scenarios as [contracting.Scenario];
    return {
      ...quote,
      terms: { ...quote.terms, mbps: 2 * this.mbps, split: { mostMembers: 2, maxDifferentialDelayNs: LINES.maxDifferentialDelayNs } },
      scenarios: [{ ...winner, path: { ...winner.path, split: { members: LINES.members, memberMbps: this.mbps, apartNs: 0n } } }],
    };
  }

  protected override supplyContract(part: Part): contracting.SupplyContract {
    const supply = super.supplyContract(part);
    return { ...supply, segments: supply.segments.map((segment) => this.inLine(segment)) };
  }

  protected override contract(...written: Parameters<SampleTrade['contract']>): contracting.Contract {
    const contract = super.contract(...written);
    return { ...contract, split: { ...LINES, memberMbps: this.mbps }, segments: contract.segments.map((segment) => this.inLine(segment)) };
  }

  private inLine(segment: contracting.ContractSegment): contracting.ContractSegment {
    const ordinal = segment.segmentId === this.alfaSegment ? 1 : 2;
    return { ...segment, split: { splitId: `spl_${this.uuid}`, ordinal, ...LINES, leastMembers: 1 } };
  }
}
