import { common, contracting } from '@carriermesh/wire';
import { feeAmounts, formatName, type QuoteReplay, replayQuote, type SearchAgain, spendingAsOf } from '@carriermesh/contracting-service';
import { formatMoney, type Money } from '@carriermesh/kernel';
import { searchAsOf } from '@carriermesh/paths-service';
import { createLogger } from '@carriermesh/platform-telemetry';
import { whatIfOf, withReplayedLedger, type ReplayFlags } from './replay-source.js';
import { EXIT } from './say.js';

const SILENT = createLogger({ service: 'replay', level: 'silent' });

/** Makes a quote again from the ledger alone, in this process, with no view of anything: the path search is repeated on the topology as it was. */
export async function replayQuoteCommand(quoteId: string, flags: ReplayFlags): Promise<number> {
  const whatIf = whatIfOf(flags);
  return withReplayedLedger(flags, async (ledger) => {
    const searchAgain: SearchAgain = (question, revision) => searchAsOf(ledger, { question, revision, log: SILENT });
    const replay = await replayQuote(ledger, quoteId, { ...whatIf, searchAgain, spendingAgain: (revision) => spendingAsOf(ledger, revision, SILENT) });
    process.stdout.write(flags.json ? `${JSON.stringify(replayJson(replay))}\n` : replayText(replay));
    if (!replay.found) return EXIT.refused;
    return replay.identical ? EXIT.done : EXIT.different;
  });
}

const money = (amount: Money): string => `${formatMoney(amount)} ${amount.currency}`;

export function replayJson({ whatIf, events, price, outlay, ...replay }: QuoteReplay): Record<string, unknown> {
  const prices = whatIf?.prices.map(({ name, old, new: now, difference }) => ({ name, old: money(old), new: money(now), difference: money(difference) }));
  const steps = price?.map(({ code, message, monthly }) => ({ code, message, monthly: money(monthly) }));
  return { ...replay, ...(steps ? { price: steps } : {}), ...(outlay ? { outlay: { monthlyCost: money(outlay.monthlyCost), ...(outlay.addedMonthly && { addedMonthly: money(outlay.addedMonthly) }), ...(outlay.format && { format: contracting.ScenarioFormat.toJson(outlay.format) }), ...(outlay.fees && { fees: outlay.fees.map((fee) => common.ResourceFee.toJson(fee)) }) } } : {}), ...(whatIf ? { whatIf: { ...whatIf, prices } } : {}), events: events.map(String) };
}

export function replayText({ quoteId, found, identical, recomputedSha256, differences, pathsFoundAgain, events, whatIf, price = [], outlay, formats = [] }: QuoteReplay): string {
  if (!found) return `${quoteId}: there is no such quote in the ledger.\n`;
  const basis = pathsFoundAgain === undefined ? 'from its offers (its path search is not on record, and was not repeated)' : `from ${pathsFoundAgain} ways found again and their offers`;
  const verdict = identical ? `made again ${basis}: identical, to the byte (sha256 ${recomputedSha256}).` : `made again ${basis}: NOT identical.`;
  const otherwise = whatIf
    ? [
        `By the tariff ${whatIf.tariffId} instead, nothing of which is written:`,
        ...whatIf.prices.map(({ name, old, new: now, difference }) => `  ${difference.microMinor === 0n ? '=' : '~'} ${name}: ${money(old)}, then ${money(now)}, difference ${money(difference)}`),
        ...whatIf.belowFloor.map((scenarioId) => `    scenario ${scenarioId} could not be sold: below its floor`),
      ]
    : [];
  const places = differences.map(({ at, recorded, recomputed }) => `  ≠ ${at}: recorded ${recorded}, recomputed ${recomputed || '–'} (event ${events.join(', ')})`);
  const steps = price.map(({ message, monthly }) => `  ${money(monthly)} a month  ${message}`);
  const adds = outlay?.addedMonthly ? `, and adds ${money(outlay.addedMonthly)} to the suppliers’ bills` : '';
  const own = outlay?.format ? `, ${money(outlay.format.monthly)} of it, and ${money(outlay.format.setup)} once, for carrying it as ${formatName(outlay.format.service)}` : '';
  const costs = outlay ? [`  costs ${money(outlay.monthlyCost)} a month${own ? '' : ' by its contracts'}${own}${adds}`, ...(outlay.fees ?? []).map((fee) => `  of it, whatever the bandwidth, for ${fee.resourceId}: ${feeAmounts(fee)}`), ...formats.map(({ format, why }) => `  not carried as ${format}: ${why}`)] : [];
  return [`${quoteId}: ${verdict}`, ...steps, ...costs, ...places, ...otherwise, ''].join('\n');
}
