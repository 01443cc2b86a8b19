import { formatInstant, isBandwidth, isToken, MAX_MBPS, toHex, type Instant } from '@carriermesh/kernel';
import type { agent, common } from '@carriermesh/wire';
import { type Book } from './book.js';
import { isSameSegment, isSameShape, shapeOf, type Segment, type SegmentShape, unitKeysOf } from './segment.js';
import { malformedMember, splitMemberOf } from './split/split-member.js';

/** No route through one network is longer. */
export const MAX_RESOURCES_PER_SEGMENT = 1_024;

/** `con_<order uuid>-<provider>`: longer than a token, since the provider's id alone may be as long as one. */
const CONTRACT_ID = /^[A-Za-z0-9_-]{1,128}$/;

const TOKEN = '1 to 64 letters, digits, _ and -';

/** What the provider owns: PoPs carry any traffic, links and interconnect halves so many Mbit/s. */
export interface OwnNetwork {
  readonly providerId: string;
  readonly popIds: ReadonlySet<string>;
  /** Resource id → Mbit/s of each link and interconnect half. */
  readonly capacityMbps: ReadonlyMap<string, number>;
  /** Resource id → what is sold of it in whole units, and in no other way. */
  readonly units?: ReadonlyMap<string, OwnUnits>;
}

export interface OwnUnits {
  readonly technology: string;
  readonly unitMbps: number;
  readonly numbers: readonly number[];
}

export type ActivationAnswer =
  /** Done before: the same receipt again, whatever the time is now. */
  | { readonly kind: 'known'; readonly receiptBase64: string }
  | { readonly kind: 'refused'; readonly refused: common.Refusal }
  /** Refused by what is so now, and has to stay so for this segment: it is put on record first. */
  | { readonly kind: 'turned-down'; readonly refused: common.Refusal }
  | { readonly kind: 'proceed'; readonly segment: Segment };

export interface ActivationRequest {
  readonly request: agent.ActivateSegmentRequest;
  readonly now: Instant;
  /** Segments that are being activated at this moment: their capacity is as good as taken. */
  readonly underWay: readonly Segment[];
}

/** What to answer a request for a segment before anything is done in the network. */
export function decideActivation({ request, now, underWay }: ActivationRequest, book: Book, network: OwnNetwork): ActivationAnswer {
  const malformed = malformedRequest(request);
  if (malformed) return refused(malformed);
  const segment = segmentOf(request);
  const known = book.segments.get(segment.segmentId);
  if (known?.status === 'released') return refused(wasReleased(segment.segmentId));
  if (known?.segment) {
    return isSameSegment(known.segment, segment)
      ? { kind: 'known', receiptBase64: known.receiptBase64 }
      : refused(refusal('segment-mismatch', `Segment ${segment.segmentId} is active on other terms than these.`, { segment_id: segment.segmentId }));
  }
  const before = book.refused.get(segment.segmentId) ?? tooLate(request, now);
  if (before) return refused(before);
  const because = unknownResource(segment, network) ?? unitRefusal(segment, { book, network, underWay }) ?? exhausted(segment, { book, network, underWay });
  return because ? { kind: 'turned-down', refused: because } : { kind: 'proceed', segment };
}

/** `undefined` while the answer is still wanted. */
export function tooLate({ segmentId, answerBy }: { readonly segmentId: string; readonly answerBy?: Instant | undefined }, now: Instant): common.Refusal | undefined {
  if (answerBy === undefined || now <= answerBy) return undefined;
  const facts = { answer_by: formatInstant(answerBy), now: formatInstant(now) };
  return refusal('too-late', `Segment ${segmentId} was wanted by ${facts.answer_by}, and it is ${facts.now}.`, facts);
}

/** A release may overtake its activation; what was released never becomes active again. */
export const wasReleased = (segmentId: string): common.Refusal =>
  refusal('segment-released', `Segment ${segmentId} was released and is not activated again.`, { segment_id: segmentId });

export const refusedByNetwork = (segmentId: string, reason: string): common.Refusal =>
  refusal('segment-refused', `The network refused segment ${segmentId}: ${reason}.`, { segment_id: segmentId, reason });

export type ReleaseAnswer = Exclude<ActivationAnswer, { kind: 'proceed' | 'turned-down' }> | { readonly kind: 'proceed' };

/**
 * A segment is released whether it ever was active or not, but only under its own contract.
 * @param underWay the segment of that id that is being activated at this moment, if there is one
 */
export function decideRelease(
  { segmentId, contractId, contractSha256 }: agent.ReleaseSegmentRequest,
  book: Book,
  underWay?: Pick<Segment, 'contractSha256'>,
): ReleaseAnswer {
  const malformed = malformedIds({ segmentId, contractId, contractSha256 });
  if (malformed) return refused(malformed);
  const known = book.segments.get(segmentId);
  const owner = known ?? underWay;
  if (owner && owner.contractSha256 !== toHex(contractSha256)) {
    return refused(otherContract(segmentId));
  }
  return known?.status === 'released' ? { kind: 'known', receiptBase64: known.receiptBase64 } : { kind: 'proceed' };
}

export type AdjustmentAnswer =
  | Exclude<ActivationAnswer, { kind: 'proceed' | 'turned-down' }>
  /** `isAsItIs`: the network has nothing to do for it. */
  | { readonly kind: 'proceed'; readonly segment: Segment; readonly shape: SegmentShape; readonly isAsItIs: boolean };

export interface AdjustmentRequest {
  readonly request: agent.AdjustSegmentRequest;
  readonly now: Instant;
  /** As for an activation; of a segment that is being adjusted, what it is to have beside what it has. */
  readonly underWay: readonly Segment[];
}

/** What to answer a request for another shape. Of two that overtake each other the one with the higher number counts. */
export function decideAdjustment({ request, now, underWay }: AdjustmentRequest, book: Book, network: OwnNetwork): AdjustmentAnswer {
  const wrong = malformedAdjustment(request);
  if (wrong) return refused(wrong);
  const { segmentId, adjustment, mbps, suspended, contractSha256 } = request;
  const known = book.segments.get(segmentId);
  if (known?.status === 'released') return refused(wasReleased(segmentId));
  if (!known?.segment) return refused(refusal('segment-unknown', `Segment ${segmentId} is not active here.`, { segment_id: segmentId }));
  if (known.contractSha256 !== toHex(contractSha256)) return refused(otherContract(segmentId));
  const last = known.adjusted;
  const shape = { mbps, suspended };
  if (last?.adjustment === adjustment && isSameShape(last, shape)) return { kind: 'known', receiptBase64: last.receiptBase64 };
  if (last && adjustment <= last.adjustment) {
    const facts = { segment_id: segmentId, adjustment: String(adjustment), last_adjustment: String(last.adjustment) };
    return refused(refusal('adjustment-superseded', `Segment ${segmentId} has the adjustment ${last.adjustment} already, and ${adjustment} is not later.`, facts));
  }
  const { segment } = known;
  if (segment.units && mbps !== segment.mbps) return refused(refusal('unit-fixed', `Segment ${segmentId} is of whole units, which have no other bandwidth than ${segment.mbps} Mbit/s.`, { segment_id: segmentId, mbps: String(mbps) }));
  const isAsItIs = isSameShape(shapeOf(segment), shape);
  const more = { ...segment, mbps: Math.max(0, mbps - shapeOf(segment).mbps), adjusted: [] };
  const refusedBecause = tooLate(request, now) ?? exhausted(more, { book, network, underWay });
  return refusedBecause ? refused(refusedBecause) : { kind: 'proceed', segment, shape, isAsItIs };
}

const otherContract = (segmentId: string): common.Refusal =>
  refusal('segment-mismatch', `Segment ${segmentId} belongs to another contract than the one named.`, { segment_id: segmentId });

function malformedAdjustment(request: agent.AdjustSegmentRequest): common.Refusal | undefined {
  const { adjustment, mbps } = request;
  if (adjustment < 1) return malformed('adjustment', String(adjustment), 'at least 1');
  return isBandwidth(mbps) ? malformedIds(request) : malformed('mbps', String(mbps), `1 to ${MAX_MBPS}`);
}

function segmentOf({ answerBy: _, contractSha256, split, ...request }: agent.ActivateSegmentRequest): Segment {
  return { ...request, contractSha256: toHex(contractSha256), ...(split ? { split: splitMemberOf(split) } : {}) };
}

function malformedRequest(request: agent.ActivateSegmentRequest): common.Refusal | undefined {
  const { mbps, resourceIds } = request;
  if (!isBandwidth(mbps)) return malformed('mbps', String(mbps), `1 to ${MAX_MBPS}`);
  if (resourceIds.length > MAX_RESOURCES_PER_SEGMENT) return malformed('resource_ids', `${resourceIds.length} ids`, `at most ${MAX_RESOURCES_PER_SEGMENT}`);
  if (request.units && request.units.numbers.length !== resourceIds.length) return malformed('units.numbers', `${request.units.numbers.length} units`, `${resourceIds.length}, one of each resource`);
  return malformedIds(request) ?? malformedSplit(request.split);
}

function malformedSplit(split: common.SplitMember | undefined): common.Refusal | undefined {
  if (!split) return undefined;
  if (!isToken(split.splitId)) return malformed('split.split_id', split.splitId, TOKEN);
  const wrong = malformedMember(split);
  return wrong && malformed(...wrong);
}

function malformedIds({ segmentId, contractId, contractSha256 }: Pick<agent.ReleaseSegmentRequest, 'segmentId' | 'contractId' | 'contractSha256'>): common.Refusal | undefined {
  if (!isToken(segmentId)) return malformed('segment_id', segmentId, TOKEN);
  if (!CONTRACT_ID.test(contractId)) return malformed('contract_id', contractId, '1 to 128 letters, digits, _ and -');
  if (contractSha256.length !== 32) return malformed('contract_sha256', `${contractSha256.length} bytes`, '32 bytes');
  return undefined;
}

function malformed(field: string, value: string, limit: string): common.Refusal {
  const shown = value.slice(0, 80);
  return refusal('malformed-request', `${field} is ${JSON.stringify(shown)}; it has to be ${limit}.`, { field, value: shown });
}

function unknownResource({ fromPopId, toPopId, resourceIds }: Segment, { providerId, popIds, capacityMbps }: OwnNetwork): common.Refusal | undefined {
  const foreign = [fromPopId, toPopId].find((id) => !popIds.has(id)) ?? resourceIds.find((id) => !popIds.has(id) && !capacityMbps.has(id));
  if (foreign === undefined) return undefined;
  const shown = foreign.slice(0, 200);
  return refusal('resource-unknown', `Provider ${providerId} has no resource ${JSON.stringify(shown)}.`, { resource_id: shown });
}

/** By the provider's own books as well: whole units are sold as such, and each to one. */
function unitRefusal({ resourceIds, units, mbps }: Segment, { book, network, underWay }: Load): common.Refusal | undefined {
  const asked = new Set(underWay.flatMap(unitKeysOf));
  for (const [index, resourceId] of resourceIds.entries()) {
    const [own, unit] = [network.units?.get(resourceId), units?.numbers[index]];
    if (!own && unit === undefined) continue;
    const facts = { resource_id: resourceId, unit: String(unit ?? 'none'), mbps: String(mbps) };
    if (!own || unit === undefined || own.technology !== units?.technology || own.unitMbps !== mbps || !own.numbers.includes(unit))
      return refusal('unit-unknown', `Resource ${resourceId} has no unit ${facts.unit} of ${mbps} Mbit/s${units ? ` (${units.technology})` : ''}${own ? `: it is sold in units of ${own.unitMbps} Mbit/s (${own.technology})` : ''}.`, facts);
    const key = `${resourceId}#${unit}`;
    const owner = book.unitOwners.get(key);
    if (owner !== undefined || asked.has(key)) return refusal('unit-taken', `Unit ${unit} of ${resourceId} belongs to ${owner ?? 'a segment that is being activated'}.`, facts);
    asked.add(key);
  }
  return undefined;
}

interface Load {
  readonly book: Book;
  readonly network: OwnNetwork;
  readonly underWay: readonly Segment[];
}

/** The provider's own books, whatever the mesh's say: it can't carry more than its link does. */
function exhausted({ resourceIds, mbps }: Segment, { book, network, underWay }: Load): common.Refusal | undefined {
  const asked = new Map<string, number>();
  for (const id of resourceIds) asked.set(id, (asked.get(id) ?? 0) + mbps);
  const underWayMbps = usedMbps(underWay);
  for (const [resourceId, askedMbps] of asked) {
    const capacity = network.capacityMbps.get(resourceId);
    if (capacity === undefined) continue;
    const freeMbps = Math.max(0, capacity - (book.usedMbps.get(resourceId) ?? 0) - (underWayMbps.get(resourceId) ?? 0));
    if (askedMbps <= freeMbps) continue;
    const message = `Resource ${resourceId} has ${freeMbps} of ${capacity} Mbit/s free, and ${askedMbps} are asked for.`;
    return refusal('capacity-exhausted', message, { resource_id: resourceId, asked_mbps: String(askedMbps), available_mbps: String(freeMbps) });
  }
  return undefined;
}

function usedMbps(segments: readonly Segment[]): ReadonlyMap<string, number> {
  const used = new Map<string, number>();
  for (const segment of segments) for (const id of segment.resourceIds) used.set(id, (used.get(id) ?? 0) + shapeOf(segment).mbps);
  return used;
}

const refused = (reason: common.Refusal): { readonly kind: 'refused'; readonly refused: common.Refusal } => ({ kind: 'refused', refused: reason });

export const refusal = (code: string, message: string, facts: Readonly<Record<string, string>>): common.Refusal => ({ code, message, facts });
