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

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new OperationalError('malformed', `${file} is no JSON: ${(error as Error).message}`, { cause: error });
  }
}
