import { formatInstant, type Money } from '@carriermesh/kernel';
import type { billing, contracting } from '@carriermesh/wire';
import { formatName } from '@carriermesh/contracting-service';
import { formatText } from './format-text.js';
import { amount, refusalOf, toMillisText, type OrderStory } from './order-story.js';
import { tariffLines } from './tariff-text.js';

const LABEL_WIDTH = 14;

/** What came of an order, for a person to read. */
export function orderSummary(story: OrderStory): string {
  const refusal = refusalOf(story);
  if (refusal) return [line('Order', `${story.record.orderId}, refused`), line('Why', refusal.message), ''].join('\n');
  const parts = [line('Order', `${story.record.orderId}, ${story.record.state}`)];
  if (story.record.state === 'quoted' && story.record.quote) parts.push(...quoteLines(story.record.quote));
  if (story.contract) parts.push(...contractLines(story.contract, story.contractHash ?? ''));
  if (story.activeSegments !== undefined) parts.push(line('Activation', `${story.activeSegments} of ${story.contract?.segments.length ?? 0} segments active`));
  if (story.statement) parts.push(...statementLines(story.statement));
  return `${parts.join('\n')}\n`;
}

function quoteLines(quote: contracting.QuoteSummary): string[] {
  return [
    line('Quote', `${quote.quoteId}: ${price(quote.monthlyPrice)} a month, ${toMillisText(quote.latencyNs)} ms over ${quote.members === undefined ? quote.providers.join(' → ') : `${quote.members} lines of ${quote.providers.join(', ')}`}`),
    ...(quote.format ? [line('', `carried as ${formatName(quote.format)}, ${quote.format.carriedMbps} Mbit/s`)] : []),
    ...(quote.usageTariff ? tariffLines(quote.usageTariff).map((text, index) => line(index === 0 ? 'Usage' : '', text)) : []),
    line('', `it holds until ${formatInstant(quote.validUntil)}; take it with: carriermesh quote accept ${quote.quoteId}`),
  ];
}

function contractLines(contract: contracting.Contract, hash: string): string[] {
  const { segments, terms, prices, alternatives, split } = contract;
  const monthly = prices.reduce((total, rule) => total + rule.monthlyRecurring.microMinor, 0n);
  const route = segments.map(({ providerId, fromPopId, toPopId }, index) => line(index === 0 ? 'Route' : isNewLine(segments, index) ? 'and' : '', `${fromPopId} → ${toPopId}  (${providerId})`));
  const limit = terms.maxLatencyNs === undefined ? '' : `, limit ${toMillisText(terms.maxLatencyNs)} ms`;
  const vetted = alternatives.filter(({ againOf }) => againOf === undefined);
  const within = vetted.filter(({ withinLatencyLimit }) => withinLatencyLimit).length;
  const returns = alternatives.filter(({ againOf }) => againOf === 0).length;
  return [
    ...route,
    line('Latency', `${toMillisText(contract.latencyNs)} ms one way${limit}; ${segments.length - (split?.members ?? 1)} handovers`),
    ...(split ? [line('Lines', `${split.members} of ${split.memberMbps} Mbit/s together, at most ${toMillisText(split.maxDifferentialDelayNs)} ms apart`)] : []),
    ...(contract.format ? [line('Carried as', formatText(contract.format, terms.mbps))] : []),
    line('Price', `${price({ currency: terms.currency, microMinor: monthly })} a month for ${terms.mbps} Mbit/s, ${terms.termMonths} months, before tax`),
    line('Contract', `${contract.contractId}, SHA-256 ${hash.slice(0, 16)}…`),
    line('Alternatives', `${vetted.length} vetted with it, ${within} within its latency limit`),
    ...(terms.revert ? [line('Goes back', `after ${terms.revert.waitSeconds} s in which its first path was well, ${returns} times at most`)] : []),
  ];
}

/** Of several lines each begins where its mark is another than the one before. */
export const isNewLine = (segments: readonly contracting.ContractSegment[], index: number): boolean =>
  segments[index]?.split !== undefined && segments[index]?.split?.ordinal !== segments.slice(0, index).findLast(({ split }) => split)?.split?.ordinal;

function statementLines({ invoice, settlements, balance }: billing.PeriodStatement): string[] {
  return [
    line('Invoice', `${invoice.invoiceId}: ${price(invoice.total)} for ${formatInstant(invoice.periodFrom).slice(0, 10)} to ${formatInstant(invoice.periodUntil).slice(0, 10)}`),
    ...settlements.map(({ providerId, total }, index) => line(index === 0 ? 'Settlements' : '', `${price(total)} to ${providerId}`)),
    line('Balance', `${price(balance.customer)} = settlements ${amount(balance.settlements)} + margin ${amount(balance.margin)} + tax ${amount(balance.tax)} + rounding ${amount(balance.rounding)}`),
  ];
}

const line = (label: string, text: string): string => `  ${label.padEnd(LABEL_WIDTH)}${text}`;

const price = (money: Money): string => `${amount(money)} ${money.currency}`;
