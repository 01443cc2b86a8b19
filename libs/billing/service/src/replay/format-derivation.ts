import { lineMbps } from '@carriermesh/billing-domain';
import { carriedMbps, exact, multiplyExact } from '@carriermesh/tariff-v1';
import { contracting } from '@carriermesh/wire';
import type { Documents } from './document-evidence.js';
import { linesOfSegment, type Findings } from './findings.js';

const MILLION = 1_000_000n;
const KINDS = [['codec', 'codecs'], ['resolution', 'resolutions'], ['encapsulation', 'encapsulations']] as const;

/** What travels on every segment: of a service in a format as it follows from what the seller stated of that, and of several lines a part of it, and not as the contract says. */
export function carriedBy({ contract, contractAt, quote, quoteEvent }: Documents, findings: Findings): number {
  if (!quote) return lineMbps(contract);
  const derived = formatOf(quote);
  const { split, terms } = contract;
  const members = quote.scenarios[0]?.path.split?.members;
  const memberMbps = members && Math.ceil((derived?.carriedMbps ?? terms.mbps) / members);
  const text = (format: contracting.ServiceFormat | undefined): string => (format ? JSON.stringify(contracting.ServiceFormat.toJson(format)) : 'none');
  const lines = [contract, ...contract.alternatives].flatMap(({ segments }) => segments.flatMap(({ segmentId }) => linesOfSegment(segmentId)));
  const differs = (code: string, stated: string, gives: string): void => findings.line(lines, code, `the contract states ${stated}, the evidence gives ${gives}`, [contractAt, quoteEvent?.at]);
  if (encoded(derived) !== encoded(contract.format)) differs('format-differs', `the format ${text(contract.format)}`, text(derived));
  if (members !== split?.members || memberMbps !== split?.memberMbps) differs('lines-differ', linesText(split?.members, split?.memberMbps), linesText(members, memberMbps));
  return memberMbps ?? derived?.carriedMbps ?? terms.mbps;
}

const linesText = (members: number | undefined, memberMbps: number | undefined): string => (members === undefined ? 'one line' : `${members} lines of ${memberMbps} Mbit/s`);

/** Of the offered scenario, by what was stated of its choices. */
function formatOf({ formats, scenarios, terms }: contracting.Quote): contracting.ServiceFormat | undefined {
  const chosen = scenarios[0]?.format?.service;
  if (!chosen || !formats) return chosen;
  const parts = KINDS.flatMap(([one, all]) => formats.terms[all].filter(({ id }) => id === chosen[one]));
  const bandwidth = parts.map(({ bandwidthPpm }) => exact(BigInt(bandwidthPpm), MILLION)).reduce(multiplyExact, exact(1n));
  return { ...chosen, carriedMbps: carriedMbps(terms.mbps, bandwidth), addsNs: parts.reduce((sum, { addsNs }) => sum + addsNs, 0n) };
}

const encoded = (format: contracting.ServiceFormat | undefined): string => (format ? Buffer.from(contracting.ServiceFormat.encode(format)).toString('hex') : '');
