import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { OfflineQuote, type QuoteAnswer, type QuoteDocument, readQuoteDocument } from '@carriermesh/contracting-service';
import { OfflinePaths } from '@carriermesh/paths-service';
import { parseJson } from '@carriermesh/operator-rating';
import { OperationalError } from '@carriermesh/platform-errors';
import type { PathTopologyFlags } from './path-topology.js';
import { quoteText } from './quote-text.js';
import { distanceBetween, type QuoteTopology, readQuoteTopology, snapshotText, usesOf, withDeliveries } from './quote-topology.js';
import { QuoteWays } from './quote-ways.js';
import { EXIT } from './say.js';

export interface QuoteFlags extends PathTopologyFlags {
  /** A file, or `-` for standard input. */
  readonly request: string;
  readonly explain?: boolean;
  readonly json?: boolean;
}

/** Works out a quote from files, with neither database nor bus: the scenario that is worth most, and why the others are not. */
export async function quoteCommand(flags: QuoteFlags): Promise<number> {
  const document = requestOf(await readJson(flags.request), flags.request);
  const answer = answerQuote(await readQuoteTopology(flags), document, flags.explain === true);
  process.stdout.write(flags.json === true ? `${JSON.stringify(answer)}\n` : quoteText(answer));
  return answer['refusal'] === undefined ? EXIT.done : EXIT.refused;
}

/** @throws OperationalError malformed, naming what of the request cannot be read */
export function answerQuote(topology: QuoteTopology, document: QuoteDocument, explain: boolean): QuoteAnswer {
  const { nodes } = topology.description;
  const { description, offered } = withDeliveries(topology, document);
  refuseStrangers(document, new Set(description.nodes.map(({ provider }) => provider)));
  const inUse = usesOf(topology, document);
  const quote = new OfflineQuote(document, offered, { distanceM: distanceBetween(nodes, document.from, document.to), inUse });
  const links = description.links.map((link) => ({ ...link, cost: quote.optimisticCostOf(link.id), mbps: link.mbps - (inUse.get(link.id) ?? 0) }));
  const { media } = document;
  const excluded = media ? offered.filter(({ medium }) => !media.includes(medium)).map(({ id }) => id) : [];
  const ways = new QuoteWays(new OfflinePaths({ nodes: description.nodes, links }), document, excluded);
  return quote.answer(ways, { explain, snapshotText: snapshotText(topology) });
}

/** Terms with a supplier whom nobody can buy from change nothing: more likely his name is misspelt. */
function refuseStrangers({ suppliers = [] }: QuoteDocument, providers: ReadonlySet<string>): void {
  const strangers = suppliers.flatMap(({ provider }, index) => (providers.has(provider) ? [] : [`  /suppliers/${index}/provider "${provider}" is no provider of the topology or of a delivery`]));
  if (strangers.length > 0) throw new OperationalError('malformed', `the request names suppliers that nobody knows:\n${strangers.join('\n')}`);
}

/** @throws OperationalError malformed, naming each field that is not as it has to be */
export function requestOf(json: unknown, file: string): QuoteDocument {
  const reading = readQuoteDocument(json);
  if ('document' in reading) return reading.document;
  throw new OperationalError('malformed', `${nameOf(file)} is no request for a quote:\n${reading.problems.map(({ at, problem }) => `  ${at} ${problem}`).join('\n')}`);
}

const STDIN = '-';
const nameOf = (file: string): string => (file === STDIN ? 'standard input' : file);

/** From a file, or `-` for standard input. @throws OperationalError `misconfigured`, or `malformed` for what is no JSON */
export const readJson = async (file: string): Promise<unknown> => parseJson(nameOf(file), await readText(file));

async function readText(file: string): Promise<string> {
  try {
    return file === STDIN ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new OperationalError('misconfigured', `${nameOf(file)} can't be read: ${(error as Error).message}`, { cause: error });
  }
}
