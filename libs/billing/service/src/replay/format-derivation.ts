import { lineMbps } from '@carriermesh/billing-domain';
import { carriedMbps, exact, multiplyExact, type Exact } from '@carriermesh/tariff-v1';
import { contracting } from '@carriermesh/wire';
import type { Documents } from './document-evidence.js';
import type { CourseStep, Evidence } from './evidence.js';
import { linesOfSegment, type Findings } from './findings.js';

const MILLION = 1_000_000n;
const KINDS = [['codec', 'codecs'], ['resolution', 'resolutions'], ['encapsulation', 'encapsulations']] as const;

/** What travels on every segment: of a service in a format as it follows from what the seller stated of that, and of several lines a part of it, and not as the contract says. */
export function carriedBy({ contract, contractAt, quote, quoteEvent }: Documents, { course }: Pick<Evidence, 'course'>, findings: Findings): number {
  if (!quote) return lineMbps(contract);
  const derived = formatOf(quote);
  const { split, terms } = contract;
  const members = quote.scenarios[0]?.path.split?.members;
  const memberMbps = members && Math.ceil((derived?.format.carriedMbps ?? terms.mbps) / members);
  const text = (format: contracting.ServiceFormat | undefined): string => (format ? JSON.stringify(contracting.ServiceFormat.toJson(format)) : 'none');
  const lines = [contract, ...contract.alternatives].flatMap(({ segments }) => segments.flatMap(({ segmentId }) => linesOfSegment(segmentId)));
  const differs = (code: string, detail: string, at = contractAt): void => findings.line(lines, code, detail, [at, quoteEvent?.at]);
  const states = (stated: string, gives: string): string => `the contract states ${stated}, the evidence gives ${gives}`;
  if (encoded(derived?.format) !== encoded(contract.format)) differs('format-differs', states(`the format ${text(contract.format)}`, text(derived?.format)));
  if (members !== split?.members || memberMbps !== split?.memberMbps) differs('lines-differ', states(linesText(split?.members, split?.memberMbps), linesText(members, memberMbps)));
  for (const { at, event } of course) {
    const why = derived && whyNotCarried(event, derived.share);
    if (why !== undefined) differs('format-differs', why, at);
  }
  return memberMbps ?? derived?.format.carriedMbps ?? terms.mbps;
}

const linesText = (members: number | undefined, memberMbps: number | undefined): string => (members === undefined ? 'one line' : `${members} lines of ${memberMbps} Mbit/s`);

/** Of the offered scenario, by what was stated of its choices. */
function formatOf({ formats, scenarios, terms }: contracting.Quote): { readonly format: contracting.ServiceFormat; readonly share?: Exact } | undefined {
  const chosen = scenarios[0]?.format?.service;
  if (!chosen || !formats) return chosen && { format: chosen };
  const parts = KINDS.flatMap(([one, all]) => formats.terms[all].filter(({ id }) => id === chosen[one]));
  const share = parts.map(({ bandwidthPpm }) => exact(BigInt(bandwidthPpm), MILLION)).reduce(multiplyExact, exact(1n));
  return { share, format: { ...chosen, carriedMbps: carriedMbps(terms.mbps, share), addsNs: parts.reduce((sum, { addsNs }) => sum + addsNs, 0n) } };
}

/** What does not follow from the format of a change of the bandwidth. */
function whyNotCarried({ type, data }: CourseStep['event'], share: Exact | undefined): string | undefined {
  if (type !== 'provisioning.v1.ServiceChanged' || !share) return undefined;
  const { from, to } = data;
  if (to.orderedMbps === undefined) return from.mbps === to.mbps ? undefined : `the service was changed to ${to.mbps} Mbit/s, whatever was ordered`;
  const travels = carriedMbps(to.orderedMbps, share);
  return to.mbps === travels ? undefined : `the service was changed to ${to.mbps} Mbit/s for ${to.orderedMbps} ordered, and ${travels} travel of them in its format`;
}

const encoded = (format: contracting.ServiceFormat | undefined): string => (format ? Buffer.from(contracting.ServiceFormat.encode(format)).toString('hex') : '');
