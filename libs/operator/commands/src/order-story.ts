import { setTimeout as sleep } from 'node:timers/promises';
import { formatMoney, toHex, type Money } from '@carriermesh/kernel';
import type { Bus } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { billing, contracting, provisioning, type common } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';

const INVOICE_LIMIT_MS = 120_000;
const POLL_MS = 50;

/** Everything that came of one order, as the operator sees it. What did not come to be is absent. */
export interface OrderStory {
  readonly record: contracting.ServiceRequestRecord;
  readonly contract?: contracting.Contract;
  readonly contractHash?: string;
  readonly activeSegments?: number;
  readonly statement?: billing.PeriodStatement;
}

/** Reads the story of an order up to its activation. */
export async function orderStory(bus: Pick<Bus, 'request'>, buyerId: string, orderId: string): Promise<OrderStory> {
  const { outcome } = await bus.request(contracting.GetServiceRequest, { buyerId, orderId }, { context: OPERATOR });
  if (outcome.kind === 'refused') throw new OperationalError('misconfigured', outcome.refused.message);
  const record = outcome.serviceRequest;
  if (record.contractId === undefined) return { record };
  const { contractId } = record;
  const found = await bus.request(contracting.GetContract, { buyerId, contractId }, { context: OPERATOR });
  if (found.outcome.kind === 'refused' || record.state !== 'active') return { record };
  const activation = await bus.request(provisioning.GetActivation, { contractId }, { context: OPERATOR });
  return {
    record,
    contract: contracting.Contract.decode(found.outcome.contract.envelope.body),
    contractHash: toHex(found.outcome.contract.contractSha256),
    ...(activation.outcome.kind === 'activation' ? { activeSegments: activation.outcome.activation.activeSegmentIds.length } : {}),
  };
}

/** Waits until the first month of a contract is billed. */
export async function firstStatement(bus: Bus, buyerId: string, contractId: string): Promise<billing.PeriodStatement> {
  const deadline = Date.now() + INVOICE_LIMIT_MS;
  for (;;) {
    const { invoices } = await bus.request(billing.ListInvoices, { buyerId, contractId, limit: 1_000 }, { context: OPERATOR });
    const first = invoices.find(({ periodNumber }) => periodNumber === 1);
    if (first) {
      const { outcome } = await bus.request(billing.GetPeriodStatement, { invoiceId: first.invoiceId }, { context: OPERATOR });
      if (outcome.kind === 'statement') return outcome.statement;
    }
    if (Date.now() > deadline) throw new OperationalError('timeout', `the contract ${contractId} was not billed within ${INVOICE_LIMIT_MS / 1000} s`);
    await sleep(POLL_MS);
  }
}

/** Microseconds as outside edges print them (RFC 8776): rounded once, half up. */
export const toMicros = (ns: bigint): number => Number((ns + 500n) / 1000n);

/** Milliseconds with three decimals, from the same rounding. */
export const toMillisText = (ns: bigint): string => (toMicros(ns) / 1000).toFixed(3);

export const amount = (money: Money): string => formatMoney(money);

export const refusalOf = (story: OrderStory): common.Refusal | undefined => story.record.refusal;

export async function firstInvoiceExists(bus: Bus, buyerId: string, contractId: string): Promise<boolean> {
  const { invoices } = await bus.request(billing.ListInvoices, { buyerId, contractId, limit: 1 }, { context: OPERATOR });
  return invoices.length > 0;
}
