import { formatInstant, formatMoney, minorDigits, parseMoney, roundToMinorHalfAwayFromZero, type Money } from '@carriermesh/kernel';
import type { Bus } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { billing } from '@carriermesh/wire';
import { v7 as uuidv7 } from 'uuid';
import { OPERATOR } from './advertising-progress.js';
import { withMeshAsOf, type AskingFlags } from './mesh-as-of.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT, tellRefusal } from './say.js';

interface Flags {
  readonly home?: string;
  readonly json?: boolean;
}

export interface OpenFlags extends Flags {
  readonly reason: string;
  readonly line?: readonly string[];
  readonly request?: string;
}

export interface SettleFlags extends Flags {
  readonly finding: string;
  readonly credit?: readonly string[];
  readonly rate?: readonly string[];
}

const context = OPERATOR;
const MAX_LISTED = 1_000;

export async function openDisputeCommand(invoiceId: string, { home, json, reason, line = [], request = `operator-${uuidv7()}` }: OpenFlags): Promise<number> {
  return withRunningMesh(home, async ({ bus }) => told((await bus.request(billing.OpenDispute, { invoiceId, lineIds: line, reason, buyerId: '', requestId: request }, { context })).outcome, json));
}

export async function withdrawDisputeCommand(disputeId: string, { home, json, reason }: Flags & { readonly reason: string }): Promise<number> {
  return withRunningMesh(home, async ({ bus }) => told((await bus.request(billing.WithdrawDispute, { disputeId, reason, buyerId: '' }, { context })).outcome, json));
}

export async function settleDisputeCommand(disputeId: string, { home, json, finding, credit = [], rate = [] }: SettleFlags): Promise<number> {
  return withRunningMesh(home, async ({ bus }) => {
    const found = (await bus.request(billing.GetDispute, { disputeId, buyerId: '' }, { context })).outcome;
    if (found.kind === 'refused') return tellRefusal(found.refused, json);
    const settlements = settlementsOf({ credit, rate }, await currencyOf(bus, found.dispute));
    return told((await bus.request(billing.SettleDispute, { disputeId, settlements, finding }, { context })).outcome, json);
  });
}

export async function listDisputesCommand({ open = false, ...flags }: AskingFlags & { readonly open?: boolean }): Promise<number> {
  return withMeshAsOf(flags, async ({ bus }) => {
    const answer = await bus.request(billing.ListDisputes, { openOnly: open, limit: MAX_LISTED, buyerId: '' }, { context });
    const lines = answer.disputes.map(({ disputeId, state, openedAt, reason }) => `${disputeId}  ${state}  ${formatInstant(openedAt)}\n    ${reason}\n`);
    process.stdout.write(flags.json ? `${JSON.stringify(billing.ListDisputesResponse.toJson(answer))}\n` : lines.join('') || 'There is no dispute.\n');
    return EXIT.done;
  });
}

export async function showDisputeCommand(id: string, flags: AskingFlags): Promise<number> {
  const { json } = flags;
  return withMeshAsOf(flags, async ({ bus }) => {
    if (id.startsWith('dis_')) return told((await bus.request(billing.GetDispute, { disputeId: id, buyerId: '' }, { context })).outcome, json);
    const { outcome } = await bus.request(billing.GetBillStanding, { invoiceId: id }, { context });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, json);
    const { standing } = outcome;
    process.stdout.write(json ? `${JSON.stringify(billing.BillStanding.toJson(standing))}\n` : `${id}  ${standing.state}\n${standing.disputes.map(asText).join('')}`);
    return EXIT.done;
  });
}

async function currencyOf(bus: Bus, { buyerId, invoiceId }: billing.Dispute): Promise<string> {
  const { outcome } = await bus.request(billing.GetInvoice, { buyerId, invoiceId }, { context });
  if (outcome.kind === 'refused') throw new OperationalError('unavailable', outcome.refused.message);
  return outcome.invoice.total.currency;
}

/** @throws OperationalError `malformed` naming the flag and the value */
export function settlementsOf({ credit, rate }: { readonly credit: readonly string[]; readonly rate: readonly string[] }, currency: string): readonly billing.LineSettlement[] {
  const read = (flag: string, text: string): { readonly thing: Pick<billing.LineSettlement, 'segmentId' | 'tariffChargeId'>; readonly customer: Money; readonly supplier: Money } => {
    const [, segmentId = '', first = '', second = '0'] = /^(.+)=([^/=]+)(?:\/([^/=]+))?$/.exec(text) ?? [];
    const [customer, supplier] = [parseMoney(currency, first), parseMoney(currency, second)];
    if (segmentId === '' || !customer || !supplier) throw new OperationalError('malformed', `${flag} is like seg_…-1=10.00/8.00 in ${currency}, not "${text}"`);
    return { thing: segmentId.startsWith(OF_TARIFF) ? { segmentId: '', tariffChargeId: segmentId.slice(OF_TARIFF.length) } : { segmentId }, customer, supplier };
  };
  const credits = credit.map((text): billing.LineSettlement => {
    const { thing, customer, supplier } = read('--credit', text);
    if (!isPayable(customer) || !isPayable(supplier)) {
      throw new OperationalError('malformed', `--credit gives amounts that can be paid, of ${minorDigits(currency)} decimals in ${currency} at most, not "${text}"`);
    }
    return { ...thing, how: { kind: 'credit', credit: { customer, supplier } } };
  });
  const rates = rate.map((text): billing.LineSettlement => {
    if (!text.includes('/')) throw new OperationalError('malformed', `--rate states both sides, like seg_…-1=0.02/0.015, not "${text}"`);
    const { thing, customer, supplier } = read('--rate', text);
    return { ...thing, how: { kind: 'rate', rate: { customerPerGigabyte: customer, supplierPerGigabyte: supplier } } };
  });
  return [...credits, ...rates];
}

/** A charge of the contract's tariff, by the line that it stands on. */
const OF_TARIFF = 'tariff/';

const isPayable = (amount: Money): boolean => roundToMinorHalfAwayFromZero(amount).microMinor === amount.microMinor;

function told(outcome: billing.GetDisputeResponse['outcome'], json: boolean | undefined): number {
  if (outcome.kind === 'refused') return tellRefusal(outcome.refused, json);
  process.stdout.write(json ? `${JSON.stringify(billing.Dispute.toJson(outcome.dispute))}\n` : asText(outcome.dispute));
  return EXIT.done;
}

function asText({ disputeId, invoiceId, buyerId, state, lineIds, reason, openedAt, finding, endedAt, settlements }: billing.Dispute): string {
  const money = (amount: Money): string => `${formatMoney(amount)} ${amount.currency}`;
  const lines = [
    `${disputeId}  ${state}`,
    `  about ${invoiceId} of ${buyerId}${lineIds.length > 0 ? `: ${lineIds.join(', ')}` : ''}`,
    `  opened ${formatInstant(openedAt)}: ${reason}`,
    ...(endedAt === undefined ? [] : [`  ended ${formatInstant(endedAt)}: ${finding}`]),
    ...settlements.map(({ segmentId, tariffChargeId, how }) =>
      how.kind === 'credit'
        ? `  ${tariffChargeId === undefined ? segmentId : `${OF_TARIFF}${tariffChargeId}`}: ${money(how.credit.customer)} back to the customer, ${money(how.credit.supplier)} from the supplier`
        : `  ${segmentId}: ${money(how.rate.customerPerGigabyte)} and ${money(how.rate.supplierPerGigabyte)} a gigabyte`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
