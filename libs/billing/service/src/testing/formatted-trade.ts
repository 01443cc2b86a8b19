import { withMarkup } from '@carriermesh/tariff-v1';
import type { contracting } from '@carriermesh/wire';
import { eur, SampleTrade } from './sample-trade.js';

/** The sample trade for twice what its segments carry: its device takes h265, by which half of what was ordered travels. */
export class FormattedTrade extends SampleTrade {
  protected override quote(): contracting.Quote {
    const quote = super.quote();
    const [winner] = quote.scenarios as [contracting.Scenario];
    const choice = { id: 'h265', bandwidthPpm: 500_000, pricePpm: 1_000_000, monthly: eur('7'), monthlyPerMbps: eur('0'), setup: eur('0'), addsNs: 4n };
    const format = { service: this.format, pricePpm: 1_000_000, monthly: choice.monthly, setup: choice.setup };
    const monthlyCost = { ...winner.monthlyCost, microMinor: winner.monthlyCost.microMinor + choice.monthly.microMinor };
    return {
      ...quote,
      terms: { ...quote.terms, mbps: 2 * this.mbps, device: { codecs: { ids: ['h265'] } } },
      scenarios: [{ ...winner, format, monthlyCost, monthlyPrice: withMarkup(monthlyCost, quote.policy.minimumMarginBasisPoints) }],
      formats: { terms: { codecs: [choice], resolutions: [], encapsulations: [] }, lost: [] },
    };
  }

  protected override contract(...written: Parameters<SampleTrade['contract']>): contracting.Contract {
    return { ...super.contract(...written), format: this.format, latencyNs: 9n };
  }

  private get format(): contracting.ServiceFormat {
    return { codec: 'h265', carriedMbps: this.mbps, addsNs: 4n };
  }
}
