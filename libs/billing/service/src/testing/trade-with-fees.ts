import { eur, SampleTrade } from './sample-trade.js';

/** The sample trade, where alfa asks 30 EUR a month for its first link, and 250 EUR once for its second. */
export class TradeWithFees extends SampleTrade {
  protected override offer(...[part, link, ...prices]: Parameters<SampleTrade['offer']>): ReturnType<SampleTrade['offer']> {
    const [monthlyPerMbps, perGigabyte] = prices;
    const fees = part === 'bravo' ? {} : link === 'link-1' ? { monthlyFee: eur('30') } : { setupFee: eur('250') };
    return super.offer(part, link, monthlyPerMbps, perGigabyte, fees);
  }
}
