import { reconcileSettlements, settlementsIssuedIn, type Reconciliation } from '@carriermesh/billing-service';
import { withReplayedLedger } from './replay-source.js';
import { count, EXIT } from './say.js';
import type { SettlementFlags } from './settlement.command.js';
import { readPeriod } from './settlement-period.js';
import { readStatement, type UnreadableLine } from './statement-csv.js';

interface Report extends Reconciliation {
  readonly provider: string;
  readonly period: string;
  readonly reconciled: boolean;
  readonly unreadable: readonly UnreadableLine[];
}

/** Holds a supplier's statement against the settlements with it. Exit code 3 when anything of it is not as we have it. */
export async function reconcileCommand(provider: string, period: string, flags: SettlementFlags & { readonly statement: string }): Promise<number> {
  const span = readPeriod(period);
  const { lines, unreadable } = await readStatement(flags.statement);
  return withReplayedLedger(flags, async (ledger) => {
    const found = reconcileSettlements(await settlementsIssuedIn(ledger, span, provider), lines);
    const { missingHere, missingThere, different, duplicates } = found;
    const reconciled = [missingHere, missingThere, different, duplicates, unreadable].every(({ length }) => length === 0);
    const report = { provider, period, reconciled, ...found, unreadable };
    process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : render(report));
    return reconciled ? EXIT.done : EXIT.different;
  });
}

function render({ provider, period, reconciled, matched, missingHere, missingThere, different, duplicates, unreadable }: Report): string {
  const part = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [`${title}: ${count(lines.length)}`, ...lines.map((line) => `    ${line}`)]);
  return [
    `${provider}, ${period}: ${reconciled ? 'reconciled' : 'NOT reconciled'}, ${count(matched)} lines matched.`,
    ...part('  Missing here', missingHere.map(({ line, settlementId, lineId, fields }) => `line ${line}: ${settlementId} ${lineId}, ${fields['amount']} ${fields['currency']}`)),
    ...part('  Missing there', missingThere.map(({ settlementId, lineId, fields }) => `${settlementId} ${lineId}, ${fields['amount']} ${fields['currency']}`)),
    ...part('  Different', different.map(({ line, settlementId, lineId, fields }) => `line ${line}: ${settlementId} ${lineId}: ${fields.map(({ field, ours, theirs }) => `${field} ours ${ours}, theirs ${theirs}`).join('; ')}`)),
    ...part('  Stated again', duplicates.map(({ line, firstLine, settlementId, lineId }) => `line ${line}: ${settlementId} ${lineId}, as line ${firstLine}`)),
    ...part('  Unreadable', unreadable.map(({ line, problem }) => `line ${line}: ${problem}`)),
    '',
  ].join('\n');
}
