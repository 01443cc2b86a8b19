import type { ExchangeCounts } from '@carriermesh/exchange';
import { amount, refusalOf, toMicros, type OrderStory } from './order-story.js';

export interface DemoFacts {
  readonly counts: ExchangeCounts;
  readonly story: OrderStory;
  readonly replay?: 'identical' | 'different';
  readonly advertiseMs: number;
  /** Absent when the order was refused. */
  readonly orderToActiveMs?: number;
}

/** The one JSON object of a demonstration. Money in major units; what did not come to be is absent. */
export function demoReport({ counts, story, replay, advertiseMs, orderToActiveMs }: DemoFacts): Record<string, unknown> {
  const refusal = refusalOf(story);
  const { record, contract, contractHash, activeSegments } = story;
  const { providers, pops, links, interconnects } = counts;
  return {
    topology: { providers, pops, links, interconnects },
    order: { id: record.orderId, state: refusal?.code ?? record.state, ...(refusal ? { facts: refusal.facts } : {}) },
    ...(contract && {
      path: {
        latencyUs: toMicros(contract.latencyNs),
        handovers: contract.segments.length - (contract.split?.members ?? 1),
        providers: contract.segments.map(({ providerId }) => providerId),
        alternatives: contract.alternatives.filter(({ againOf }) => againOf === undefined).length,
      },
      contract: { id: contract.contractId, hash: contractHash },
    }),
    ...(activeSegments !== undefined && { activation: { segments: activeSegments } }),
    ...money(story),
    ...(replay && { replay }),
    timings: { advertiseMs, ...(orderToActiveMs === undefined ? {} : { orderToActiveMs }) },
  };
}

function money({ statement }: OrderStory): Record<string, unknown> {
  if (!statement) return {};
  const { invoice, settlements, balance } = statement;
  return {
    invoice: { total: amount(invoice.total), currency: invoice.total.currency },
    settlements: settlements.map(({ providerId, total }) => ({ provider: providerId, total: amount(total) })),
    balance: {
      customer: amount(balance.customer),
      settlements: amount(balance.settlements),
      margin: amount(balance.margin),
      tax: amount(balance.tax),
      rounding: amount(balance.rounding),
    },
  };
}
