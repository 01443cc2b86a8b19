import { OperationalError } from '@carriermesh/platform-errors';
import type { TariffTerms } from '@carriermesh/tariff-v1';
import { BuyerApi, type ApiAnswer } from './buyer-api.js';
import { readToken } from './mesh-keys.js';
import { tellProblem } from './order.command.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT } from './say.js';
import { termsLines } from './tariff-text.js';

interface Flags {
  readonly home?: string;
  readonly json?: boolean;
}

/** What these commands read of the API's answers. */
interface Offer {
  readonly monthlyPrice: { readonly amount: string; readonly currency: string };
  readonly latencyMs: string;
  readonly handovers: number;
  readonly providers: readonly string[];
}

interface PriceStep {
  readonly message: string;
  readonly monthly: Offer['monthlyPrice'];
}

interface CarriedAs {
  readonly codec?: string;
  readonly resolution?: string;
  readonly encapsulation?: string;
  readonly carriedMbps: number;
  readonly addsMs: string;
}

interface FirmQuote {
  readonly orderId: string;
  readonly state: string;
  readonly quote?: Offer & { readonly quoteId: string; readonly validUntil: string; readonly priceSteps?: readonly PriceStep[]; readonly usageTariff?: TariffTerms; readonly format?: CarriedAs };
  readonly refusal?: { readonly code: string; readonly message: string };
  readonly alternates?: readonly (Offer & { readonly withinLatencyLimit: boolean })[];
}

/** A firm quote, as the demonstration's buyer sees it. */
export function showQuoteCommand(id: string, flags: Flags): Promise<number> {
  return told(flags, `/v1/quotes/${encodeURIComponent(id)}`, (body) => quoteText(body as unknown as FirmQuote));
}

/** All of its quotes, newest first. */
export function listQuotesCommand({ limit, ...flags }: Flags & { readonly limit: string }): Promise<number> {
  if (!/^[1-9]\d{0,3}$/.test(limit)) throw new OperationalError('misconfigured', `--limit is a whole number from 1, not "${limit.slice(0, 80)}"`);
  return told(flags, `/v1/quotes?limit=${limit}`, ({ quotes }) => (quotes as readonly FirmQuote[]).map(quoteText).join('') || 'There is no quote.\n');
}

async function told({ home, json }: Flags, path: string, asText: (body: Extract<ApiAnswer, { ok: true }>['body']) => string): Promise<number> {
  return withRunningMesh(home, async ({ home: directory, apiUrl }) => {
    const answer = await new BuyerApi(apiUrl, readToken(directory)).get(path);
    if (!answer.ok) return tellProblem(answer.problem, json);
    process.stdout.write(json ? `${JSON.stringify(answer.body)}\n` : asText(answer.body));
    return EXIT.done;
  });
}

function quoteText({ orderId, state, quote, refusal, alternates = [] }: FirmQuote): string {
  return [
    `${quote?.quoteId ?? orderId}  ${state}`,
    ...(quote ? [`  ${offerText(quote)}`, ...priceText(quote), `  ${state === 'approved.orderable' ? 'binds until' : 'could be taken until'} ${quote.validUntil}, order ${orderId}`] : []),
    ...(refusal ? [`  ${refusal.code}: ${refusal.message}`] : []),
    ...alternates.map((alternate) => `  alternate: ${offerText(alternate)}${alternate.withinLatencyLimit ? '' : ', above the latency limit'}`),
    '',
  ].join('\n');
}

const priceText = ({ priceSteps = [], usageTariff, format }: NonNullable<FirmQuote['quote']>): readonly string[] => [
  ...(format ? [`  carried as ${[format.codec, format.resolution, format.encapsulation].filter((id) => id !== undefined).join(' + ')}: ${format.carriedMbps} Mbit/s travel${format.addsMs === '0' ? '' : `, and ${format.addsMs} ms of the latency are its own`}`] : []),
  ...priceSteps.map(({ message, monthly }) => `    ${monthly.amount} ${monthly.currency}  ${message}`),
  ...(usageTariff ? termsLines(usageTariff).map((text, index) => `  ${index === 0 ? 'usage ' : '  '}${text}`) : []),
];

const offerText = ({ monthlyPrice, latencyMs, handovers, providers }: Offer): string =>
  `${monthlyPrice.amount} ${monthlyPrice.currency} a month, ${latencyMs} ms, ${handovers} handovers, over ${providers.join(', ')}`;
