import { type QuoteReplay, replayQuote } from '@carriermesh/contracting-service';
import { openLedger } from '@carriermesh/platform-chassis';
import { ledgerUrl } from './ledger-source.js';
import type { ReplayFlags } from './replay.command.js';
import { EXIT } from './say.js';

/** Makes a quote again from the ledger alone, in this process, with no view of anything. */
export async function replayQuoteCommand(quoteId: string, flags: ReplayFlags): Promise<number> {
  const ledger = await openLedger({ url: ledgerUrl(flags), applicationName: 'carriermesh-replay' });
  try {
    const replay = await replayQuote(ledger, quoteId);
    process.stdout.write(flags.json ? `${JSON.stringify({ ...replay, events: replay.events.map(String) })}\n` : replayText(replay));
    if (!replay.found) return EXIT.refused;
    return replay.identical ? EXIT.done : EXIT.different;
  } finally {
    await ledger.close();
  }
}

function replayText({ quoteId, found, identical, recomputedSha256, differences, events }: QuoteReplay): string {
  if (!found) return `${quoteId}: there is no such quote in the ledger.\n`;
  const verdict = identical ? `made again from its offers: identical, to the byte (sha256 ${recomputedSha256}).` : 'made again from its offers: NOT identical.';
  return [`${quoteId}: ${verdict}`, ...differences.map(({ at, recorded, recomputed }) => `  ≠ ${at}: recorded ${recorded}, recomputed ${recomputed || '–'} (event ${events.join(', ')})`), ''].join('\n');
}
