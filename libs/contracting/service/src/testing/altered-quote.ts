import type { LedgerReading } from '@carriermesh/platform-ledger';
import { contracting } from '@carriermesh/wire';

/** The ledger as it would be had somebody changed what a quote says. */
export const alteredQuote = (ledger: Pick<LedgerReading, 'readStream'>, alter: (offered: contracting.QuoteOffered) => contracting.QuoteOffered): Pick<LedgerReading, 'readStream'> => ({
  readStream: async (stream, ...rest) =>
    (await ledger.readStream(stream, ...rest)).map((event) =>
      event.type === 'contracting.v1.QuoteOffered' ? { ...event, payload: contracting.QuoteOffered.encode(alter(contracting.QuoteOffered.decode(event.payload))) } : event,
    ),
});

/** Whoever altered what the quote itself states, and left beside it what it rests on. */
export const statedOtherwise = (alter: (stated: contracting.Quote) => contracting.Quote) => (offered: contracting.QuoteOffered): contracting.QuoteOffered =>
  ({ ...offered, quote: contracting.Quote.encode(alter(contracting.Quote.decode(offered.quote))) });
