import { OperationalError } from '@carriermesh/platform-errors';
import { contracting } from '@carriermesh/wire';
import type { FirmQuoteBody, FirmQuoteDetailBody } from '@carriermesh/gateway-service';
import type { TariffTerms } from '@carriermesh/tariff-v1';
import { OPERATOR } from './advertising-progress.js';
import { withMeshAsOf, type AskingFlags } from './mesh-as-of.js';
import { DEMONSTRATION_BUYER } from './mesh-keys.js';
import { EXIT, tellRefusal } from './say.js';
import { termsLines } from './tariff-text.js';

/** A firm quote, as the demonstration's buyer sees it over the API. */
export function showQuoteCommand(quoteId: string, flags: AskingFlags): Promise<number> {
  return withMeshAsOf(flags, async ({ bus }) => {
    const { outcome } = await bus.request(contracting.GetQuote, { buyerId: DEMONSTRATION_BUYER, quoteId }, { context: OPERATOR });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, flags.json);
    const quote = (await bodies()).firmQuoteDetailBody(outcome.quote);
    process.stdout.write(flags.json ? `${JSON.stringify(quote)}\n` : quoteText(quote));
    return EXIT.done;
  });
}

/** All of its quotes, newest first. */
export async function listQuotesCommand({ limit, ...flags }: AskingFlags & { readonly limit: string }): Promise<number> {
  if (!/^[1-9]\d{0,3}$/.test(limit)) throw new OperationalError('misconfigured', `--limit is a whole number from 1, not "${limit.slice(0, 80)}"`);
  return withMeshAsOf(flags, async ({ bus }) => {
    const answer = await bus.request(contracting.ListQuotes, { buyerId: DEMONSTRATION_BUYER, limit: Number(limit) }, { context: OPERATOR });
    const quotes = answer.quotes.map((await bodies()).firmQuoteBody);
    process.stdout.write(flags.json ? `${JSON.stringify({ quotes })}\n` : quotes.map(quoteText).join('') || 'There is no quote.\n');
    return EXIT.done;
  });
}

/** The API's own words. What serves them is large, and loaded by these commands alone. */
const bodies = () => import('@carriermesh/gateway-service');

type Shown = FirmQuoteBody & Partial<Pick<FirmQuoteDetailBody, 'alternates'>>;
type Offer = Pick<FirmQuoteDetailBody['alternates'][number], 'monthlyPrice' | 'latencyMs' | 'handovers' | 'providers'>;

function quoteText({ orderId, state, quote, refusal, alternates = [] }: Shown): string {
  return [
    `${quote?.quoteId ?? orderId}  ${state}`,
    ...(quote ? [`  ${offerText(quote)}`, ...priceText(quote), `  ${state === 'approved.orderable' ? 'binds until' : 'could be taken until'} ${quote.validUntil}, order ${orderId}`] : []),
    ...(refusal ? [`  ${refusal.code}: ${refusal.message}`] : []),
    ...alternates.map((alternate) => `  alternate: ${offerText(alternate)}${alternate.withinLatencyLimit ? '' : ', above the latency limit'}`),
    '',
  ].join('\n');
}

const priceText = ({ priceSteps = [], usageTariff, format }: NonNullable<FirmQuoteBody['quote']>): readonly string[] => [
  ...(format ? [`  carried as ${[format.codec, format.resolution, format.encapsulation].filter((id) => id !== undefined).join(' + ')}: ${format.carriedMbps} Mbit/s travel${format.addsMs === '0' ? '' : `, and ${format.addsMs} ms of the latency are its own`}`] : []),
  ...priceSteps.map(({ message, monthly }) => `    ${monthly.amount} ${monthly.currency}  ${message}`),
  ...(usageTariff ? termsLines(usageTariff as TariffTerms).map((text, index) => `  ${index === 0 ? 'usage ' : '  '}${text}`) : []),
];

const offerText = ({ monthlyPrice, latencyMs, handovers, providers }: Offer): string =>
  `${monthlyPrice.amount} ${monthlyPrice.currency} a month, ${latencyMs} ms, ${handovers} handovers, over ${providers.join(', ')}`;
