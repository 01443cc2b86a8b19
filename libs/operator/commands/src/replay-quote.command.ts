import { type QuoteReplay, replayQuote } from '@carriermesh/contracting-service';
import { formatMoney, type Money } from '@carriermesh/kernel';
import { whatIfOf, withReplayedLedger, type ReplayFlags } from './replay-source.js';
import { EXIT } from './say.js';

/** Makes a quote again from the ledger alone, in this process, with no view of anything. */
export async function replayQuoteCommand(quoteId: string, flags: ReplayFlags): Promise<number> {
  const whatIf = whatIfOf(flags);
  return withReplayedLedger(flags, async (ledger) => {
    const replay = await replayQuote(ledger, quoteId, whatIf);
    process.stdout.write(flags.json ? `${JSON.stringify(replayJson(replay))}\n` : replayText(replay));
    if (!replay.found) return EXIT.refused;
    return replay.identical ? EXIT.done : EXIT.different;
  });
}

const money = (amount: Money): string => `${formatMoney(amount)} ${amount.currency}`;

function replayJson({ whatIf, events, ...replay }: QuoteReplay): Record<string, unknown> {
  const prices = whatIf?.prices.map(({ name, old, new: now, difference }) => ({ name, old: money(old), new: money(now), difference: money(difference) }));
  return { ...replay, ...(whatIf ? { whatIf: { ...whatIf, prices } } : {}), events: events.map(String) };
}

function replayText({ quoteId, found, identical, recomputedSha256, differences, events, whatIf }: QuoteReplay): string {
  if (!found) return `${quoteId}: there is no such quote in the ledger.\n`;
  const verdict = identical ? `made again from its offers: identical, to the byte (sha256 ${recomputedSha256}).` : 'made again from its offers: NOT identical.';
  const otherwise = whatIf
    ? [
        `By the tariff ${whatIf.tariffId} instead, nothing of which is written:`,
        ...whatIf.prices.map(({ name, old, new: now, difference }) => `  ${difference.microMinor === 0n ? '=' : '~'} ${name}: ${money(old)}, then ${money(now)}, difference ${money(difference)}`),
        ...whatIf.belowFloor.map((scenarioId) => `    scenario ${scenarioId} could not be sold: below its floor`),
      ]
    : [];
  const places = differences.map(({ at, recorded, recomputed }) => `  ≠ ${at}: recorded ${recorded}, recomputed ${recomputed || '–'} (event ${events.join(', ')})`);
  return [`${quoteId}: ${verdict}`, ...places, ...otherwise, ''].join('\n');
}
