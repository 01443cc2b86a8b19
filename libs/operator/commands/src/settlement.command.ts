import { isOfSetup, issuedSettlement, netSettlements, SELLER, settlementsIssuedIn, type IssuedSettlement, type Netting, type Transfer } from '@carriermesh/billing-service';
import { formatInstant, toHex, type Money } from '@carriermesh/kernel';
import { settlementPdf } from '@carriermesh/platform-documents';
import { billing } from '@carriermesh/wire';
import { amount } from './order-story.js';
import { withReplayedLedger, type ReplayFlags } from './replay-source.js';
import { count, counted, EXIT, tellRefusal } from './say.js';
import { readPeriod } from './settlement-period.js';
import { writeFile } from './write-file.js';

export type SettlementFlags = Omit<ReplayFlags, 'whatIf'>;

const price = (money: Money): string => `${amount(money)} ${money.currency}`;
const named = (party: string): string => (party === SELLER ? 'the seller' : party);

export async function listSettlementsCommand(period: string, flags: SettlementFlags & { readonly provider?: string }): Promise<number> {
  return withReplayedLedger(flags, async (ledger) => {
    const settlements = await settlementsIssuedIn(ledger, readPeriod(period), flags.provider);
    const lines = settlements.map(({ settlement: { settlementId, providerId, total, note }, issuedAt }) => `${settlementId}  ${price(total)} to ${providerId}, ${formatInstant(issuedAt)}${note ? `  ${note.kind} note ${note.number} to ${note.correctedDocumentId}` : ''}\n`);
    process.stdout.write(flags.json ? `${JSON.stringify({ settlements: settlements.map(asJson) })}\n` : lines.join('') || `No settlement was issued in ${period}.\n`);
    return EXIT.done;
  });
}

export async function showSettlementCommand(settlementId: string, flags: SettlementFlags & { readonly pdf?: string }): Promise<number> {
  return withReplayedLedger(flags, async (ledger) => {
    const found = await issuedSettlement(ledger, settlementId);
    if (!found) return tellRefusal({ code: 'settlement-unknown', message: `The ledger holds no settlement ${JSON.stringify(settlementId)}.`, facts: {} }, flags.json);
    if (flags.pdf !== undefined) writeFile(flags.pdf, await settlementPdf({ settlement: found.settlement, issued: { at: found.issuedAt, sha256: toHex(found.sha256) } }));
    process.stdout.write(flags.json ? `${JSON.stringify(asJson(found))}\n` : settlementText(found));
    return EXIT.done;
  });
}

export async function netCommand(period: string, flags: SettlementFlags): Promise<number> {
  return withReplayedLedger(flags, async (ledger) => {
    const nettings = netSettlements(await settlementsIssuedIn(ledger, readPeriod(period)));
    process.stdout.write(flags.json ? `${JSON.stringify({ period, nettings: nettings.map(nettingJson) })}\n` : nettings.map(nettingText).join('\n') || `No settlement was issued in ${period}.\n`);
    return EXIT.done;
  });
}

const asJson = ({ settlement, invoiceId, issuedAt, position }: IssuedSettlement): Record<string, unknown> => ({
  ...(billing.Settlement.toJson(settlement) as Record<string, unknown>),
  invoiceId,
  issuedAt: formatInstant(issuedAt),
  position: position.toString(),
});

function settlementText({ settlement, invoiceId, issuedAt }: IssuedSettlement): string {
  const { settlementId, providerId, contractId, periodNumber, periodFrom, periodUntil, lines, total, note } = settlement;
  return [
    `${settlementId}: ${price(total)} to ${providerId}`,
    `  ${contractId === '' ? 'all contracts' : `contract ${contractId}, month ${periodNumber}`}: ${formatInstant(periodFrom)} to ${formatInstant(periodUntil)}`,
    `  issued at ${formatInstant(issuedAt)}${invoiceId === '' ? '' : ` with ${invoiceId}`}${note ? `, ${note.kind} note ${note.number} to ${note.correctedDocumentId}` : ''}`,
    ...lines.map((line) => `    ${line.lineId}  ${price(line.amount)}  ${line.description}${isOfSetup(line.lineId) ? '' : `: ${line.quantity} at ${price(line.unitPrice)}`}${line.records > 0 ? `, ${count(line.records)} records` : ''}`),
    '',
  ].join('\n');
}

const transferJson = ({ from, to, amount: paid }: Transfer): Record<string, string> => ({ from: named(from), to: named(to), amount: amount(paid) });

const nettingJson = ({ currency, obligations, positions, bilateral, multilateral }: Netting): Record<string, unknown> => ({
  currency,
  settlements: obligations.map(({ documentId, amount: owed, to }) => ({ settlementId: documentId, to: named(to), amount: amount(owed) })),
  positions: [...positions].map(([party, owed]) => ({ party: named(party), amount: amount(owed) })),
  bilateral: bilateral.map(transferJson),
  multilateral: multilateral.map(transferJson),
});

function nettingText({ currency, obligations, positions, bilateral, multilateral }: Netting): string {
  const transfers = (list: readonly Transfer[]): readonly string[] => list.map(({ from, to, amount: paid }) => `    ${named(from)} pays ${named(to)} ${price(paid)}`);
  return [
    `${currency}: ${counted(obligations.length, 'settlement')}`,
    '  What each party receives, or pays where it is negative:',
    ...[...positions].map(([party, owed]) => `    ${named(party)} ${price(owed)}`),
    `  Pair by pair, ${counted(bilateral.length, 'transfer')}:`,
    ...transfers(bilateral),
    `  Among all, ${counted(multilateral.length, 'transfer')}:`,
    ...transfers(multilateral),
    '',
  ].join('\n');
}
