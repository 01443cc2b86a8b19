import { toHex } from '@carriermesh/kernel';
import type { advertising, common, contracting } from '@carriermesh/wire';
import type { At, Evidence } from './evidence.js';
import { feeLines, linesOfSegment, recurringLine, usageLines, type Findings } from './findings.js';
import type { EventReference } from './replay-report.js';
import { isSignedOffer, offerCopy, type OfferCopy, type ProviderKey } from './shared-evidence.js';

export interface OfferQuestion {
  readonly segment: contracting.ContractSegment;
  readonly resource: contracting.ContractedResource;
  readonly contractAt: EventReference;
  readonly supply: At<contracting.SupplyContractSigned> | undefined;
  readonly quote: At<contracting.QuoteOffered> | undefined;
}

/** Points of presence are free. */
export function priceOf({ resource }: advertising.ResourceOffer): common.ResourcePrice | undefined {
  return resource.kind === 'link' ? resource.link.price : resource.kind === 'interconnect' ? resource.interconnect.price : undefined;
}

/**
 * Looks a contracted resource's offer up at each place that carries it (the advertisement, the quote, the supply contract),
 * and holds each against the contracted hash and the provider's signature. What deviates is put to the segment's lines.
 * @returns the offer with the contracted hash; where there is none left, whatever can be read
 */
export function contractedOffer(question: OfferQuestion, evidence: Evidence, findings: Findings): advertising.ResourceOffer | undefined {
  const { segment, resource, supply, quote } = question;
  const wanted = toHex(resource.offerSha256);
  const adverts = evidence.shared.advertsOf(resource.resourceId, wanted);
  const carried = [supply, quote].flatMap((event) => (event ? [{ at: event.at, copies: event.data.offers.map((signed) => offerCopy(event.at, signed)) }] : []));
  const intact = [...carried.flatMap(({ copies }) => copies), ...adverts].find((copy) => copy.sha256 === wanted);
  const keys = evidence.shared.keysOf(segment.providerId);

  for (const { at, copies } of carried) checkCarried({ at, copies, wanted, keys, intact }, question, findings);
  const advert = checkAdvert(wanted, { ...question, intact }, evidence, findings);
  const readable = carried.flatMap(({ copies }) => copies).find(({ offer }) => offer?.resourceId === resource.resourceId);
  return intact?.offer ?? readable?.offer ?? advert?.offer;
}

interface Carried {
  readonly at: EventReference;
  readonly copies: readonly OfferCopy[];
  readonly wanted: string;
  readonly keys: readonly ProviderKey[];
  readonly intact: OfferCopy | undefined;
}

function checkCarried({ at, copies, wanted, keys, intact }: Carried, { segment, resource, contractAt }: OfferQuestion, findings: Findings): void {
  const { resourceId } = resource;
  const good = copies.find((copy) => copy.sha256 === wanted);
  if (good) {
    if (isSignedOffer(good, keys)) return;
    const detail = `no key of ${segment.providerId} signed the offer of ${resourceId}`;
    findings.line(linesOfSegment(segment.segmentId), 'offer-signature-broken', detail, [at, ...keys.map((key) => key.at)]);
    return;
  }
  // A copy that can't be read any more names no resource: it may be the one that is missing.
  const altered = copies.find(({ offer }) => offer?.resourceId === resourceId) ?? copies.find(({ offer }) => !offer);
  const detail = altered
    ? `the offer of ${resourceId} has SHA-256 ${altered.sha256}, and ${wanted} is under contract`
    : `the offer of ${resourceId} with SHA-256 ${wanted} is not there`;
  findings.line(touchedLines(segment.segmentId, altered, intact), altered ? 'offer-altered' : 'offer-missing', detail, [at, contractAt]);
}

function checkAdvert(
  wanted: string,
  { segment, resource, contractAt, intact }: OfferQuestion & { readonly intact: OfferCopy | undefined },
  evidence: Evidence,
  findings: Findings,
): OfferCopy | undefined {
  const { resourceId } = resource;
  const before = evidence.shared.advertsOf(resourceId, wanted).filter((advert) => advert.at.position < contractAt.position);
  const lines = linesOfSegment(segment.segmentId);
  // The same offer may have been advertised twice: a second sound copy does not excuse an altered one.
  const altered = before.find(({ sha256, statedSha256 }) => statedSha256 === wanted && sha256 !== wanted);
  if (altered) {
    const detail = `the advertised offer of ${resourceId} has SHA-256 ${altered.sha256}, and ${wanted} is under contract`;
    findings.line(touchedLines(segment.segmentId, altered, intact), 'offer-altered', detail, [altered.at, contractAt]);
  }
  const good = before.find(({ sha256 }) => sha256 === wanted);
  if (good) {
    const doubt = (code: string, detail: string): void => findings.line(lines, code, detail, [good.at]);
    if (!good.isSigned()) doubt('advert-signature-broken', `the key of ${segment.providerId} did not sign the offer of ${resourceId} as advertised`);
    if (good.statedSha256 !== wanted)
      doubt('advert-hash-differs', `the advertisement of ${resourceId} states SHA-256 ${good.statedSha256}, its offer has ${wanted}`);
  }
  if (good ?? altered) return good ?? altered;
  const damaged = evidence.damaged.filter(({ at }) => at.stream === `resource-${resourceId}`);
  const detail = damaged[0] ? `the advertisement of ${resourceId} can't be read: ${damaged[0].problem}` : `no advertisement of ${resourceId} has SHA-256 ${wanted}`;
  findings.line(lines, damaged[0] ? 'advert-unreadable' : 'advert-missing', detail, [...damaged.map(({ at }) => at), contractAt]);
  return undefined;
}

/** The lines whose rate the alteration changed; when it changed none, or that can't be told, both rest on the offer alike. */
function touchedLines(segmentId: string, altered: OfferCopy | undefined, intact: OfferCopy | undefined): readonly string[] {
  const before = intact?.offer && priceOf(intact.offer);
  const after = altered?.offer && priceOf(altered.offer);
  if (!before || !after) return linesOfSegment(segmentId);
  const monthly = before.monthlyPerMbps.microMinor !== after.monthlyPerMbps.microMinor ? [recurringLine(segmentId)] : [];
  const volume = before.perGigabyte.microMinor !== after.perGigabyte.microMinor ? [usageLines(segmentId)] : [];
  const fees = feeText(before) === feeText(after) ? [] : feeLines(segmentId);
  const touched = new Set([...monthly, ...volume, ...fees]);
  return touched.size > 0 ? [...touched] : linesOfSegment(segmentId);
}

const feeText = ({ monthlyFee, setupFee }: common.ResourcePrice): string => `${monthlyFee?.microMinor} ${setupFee?.microMinor}`;
