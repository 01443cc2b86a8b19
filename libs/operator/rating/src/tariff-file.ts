import { readFileSync } from 'node:fs';
import { OperationalError } from '@carriermesh/platform-errors';
import { importDeck, readTariff, type Deck, type Problem, type TariffTerms } from '@carriermesh/tariff-v1';
import { isZone } from './zone-source.js';

/** @throws OperationalError misconfigured or malformed, with every fault of the tariff and its place */
export function readTariffFile(file: string): TariffTerms {
  const reading = readTariff(parseJson(file, readText(file)));
  const problems = 'problems' in reading ? reading.problems : zoneProblems(reading.tariff);
  if ('tariff' in reading && problems.length === 0) return reading.tariff;
  throw new OperationalError('malformed', `${file} is no tariff:\n${problems.map(({ at, problem }) => `  ${at} ${problem}`).join('\n')}`);
}

/** A tariff may be read where nothing is known of zones; whoever reads a file is about to rate by its clocks. */
const zoneProblems = ({ zone }: TariffTerms): readonly Problem[] => (zone === undefined || isZone(zone) ? [] : [{ at: '/zone', problem: `"${zone}" is no time zone that this machine knows` }]);

/**
 * The deck that charges of a tariff take their destinations from; nothing where there is neither.
 * @throws OperationalError misconfigured where there is one without the other: every call would be refused, or the deck pass for one that was applied
 */
export function readDeckFor(tariff: TariffTerms, file: string | undefined): Deck | undefined {
  const taking = tariff.charges.find((charge) => charge.kind === 'voice' && charge.deck === true);
  if (file === undefined && taking) throw new OperationalError('misconfigured', `the charge ${taking.id} of the tariff ${tariff.id} takes the rates of a deck, and no --deck is given`);
  const deck = file === undefined ? undefined : readDeckFile(file, tariff);
  if (deck && !taking) throw new OperationalError('misconfigured', `--deck ${file}: no charge of the tariff ${tariff.id} takes a deck ("deck": true)`);
  return deck;
}

/** @throws OperationalError malformed, when the heading does not say where codes and rates are */
export function readDeckFile(file: string, { windows = {} }: TariffTerms): Deck {
  const deck = importDeck(readText(file), { windows: Object.keys(windows) });
  if ('problem' in deck) throw new OperationalError('malformed', `${file} is no rate deck: ${deck.problem}`);
  return deck;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new OperationalError('misconfigured', `${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
}

/** What a file holds as JSON. A mark of the byte order before it is passed over, as RFC 8259 (8.1) lets a reader do: some editors put one there. @throws OperationalError malformed */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    throw new OperationalError('malformed', `${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}
