import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { formatInstant, type Instant, invariant, parseInstant } from '@carriermesh/kernel';
import type { paths } from '@carriermesh/wire';
import { formatMs } from '../http/decimals.js';
import { MayBeAbsent, OneOf, Rule, WholeNumber } from '../http/rules.js';
import { ServiceRequestDto } from '../service-requests/service-request.dto.js';
import { toTerms } from '../service-requests/service-terms.js';

const PATH_OBJECTIVES = ['latency', 'cost'] as const;
const MAX_PATHS = 16;
const DEFAULT_PATHS = 4;
const REVISION = /^\d{1,18}$/;

/** Where a buyer asks to go. */
export class PathQueryDto extends PickType(ServiceRequestDto, ['from', 'to', 'mbps', 'maxLatencyMs', 'layerOne', 'virtualNetwork'] as const) {
  @OneOf(PATH_OBJECTIVES)
  @ApiPropertyOptional({ description: 'What comes first.', enum: PATH_OBJECTIVES, default: 'latency', example: 'latency' })
  objective: (typeof PATH_OBJECTIVES)[number] = 'latency';

  @WholeNumber({ least: 1, most: MAX_PATHS })
  @ApiPropertyOptional({ description: 'How many of the best, beside up to two that share nothing with the best one.', type: 'integer', minimum: 1, maximum: MAX_PATHS, default: DEFAULT_PATHS, example: 4 })
  paths: number = DEFAULT_PATHS;

  @MayBeAbsent()
  @Rule('an instant as 2026-03-01T12:00:00Z', (value) => typeof value === 'string' && parseInstant(value) !== undefined)
  @ApiPropertyOptional({ description: 'As it was at this instant, with the offers that were in force then. Absent: now.', format: 'date-time', example: '2026-03-01T12:00:00Z' })
  asOf?: string;

  @MayBeAbsent()
  @Rule('the digits of a revision', (value) => typeof value === 'string' && REVISION.test(value))
  @ApiPropertyOptional({ description: 'On the topology of this revision, as quotes name it. With `asOf` too, by the offers in force at that instant.', pattern: REVISION.source, example: '4711' })
  revision?: string;
}

/** A link whose latency was measured to be longer than its provider says. */
export class MeasuredLinkBody {
  @ApiProperty({ description: 'The link.', example: 'NetAlpha/LON1-NYC1' })
  resourceId!: string;

  @ApiProperty({ description: 'What its provider declares, one way, ms.', example: '33.87' })
  declaredMs!: string;

  @ApiProperty({ description: 'What was measured and is counted, one way, ms.', example: '41.2' })
  measuredMs!: string;

  @ApiProperty({ description: 'When it was measured.', format: 'date-time', example: '2026-03-01T12:00:00Z' })
  measuredAt!: string;

  @ApiProperty({ description: 'Packets that it is the mean of; 0 where the window tells none.', type: 'integer', example: 100 })
  packets!: number;

  @ApiPropertyOptional({ description: 'The mean lies within so many ms of it with a confidence of 95 in 100.', example: '0.14' })
  confidenceMs?: string;
}

export class PathBody {
  @ApiProperty({ description: 'One way, end to end, ns.', example: '33870000' })
  latencyNs!: string;

  @ApiProperty({ description: 'The same in ms.', example: '33.87' })
  latencyMs!: string;

  @ApiProperty({ description: 'How often it passes from one provider to another.', type: 'integer', example: 1 })
  handovers!: number;

  @ApiProperty({ description: 'Whose networks it runs over, in order.', type: [String], example: ['NetAlpha', 'NetBeta'] })
  providers!: readonly string[];

  @ApiProperty({ description: 'The points of presence that it passes, in order.', type: [String], example: ['NetAlpha/LON', 'NetAlpha/FRA', 'NetBeta/FRA', 'NetBeta/VIE'] })
  popIds!: readonly string[];

  @ApiProperty({ description: 'It shares nothing with the first one.', type: Boolean, example: false })
  disjointFromBest!: boolean;

  @ApiPropertyOptional({ description: 'Of layer 1: the unit of each resource, in order.', type: [String], example: ['NetAlpha/LON-FRA-dwdm#688', 'NetAlpha/FRA-VIE-dwdm#688'] })
  units?: readonly string[];

  @ApiPropertyOptional({ description: 'Links of it of which a measured latency is counted in the place of the declared one. Absent where there is none.', type: [MeasuredLinkBody] })
  measuredLinks?: readonly MeasuredLinkBody[];
}

export class PathsBody {
  @ApiProperty({ description: 'The numbered topology that it was computed on: the same number and question have the same answer.', example: '4711' })
  topologyRevision!: string;

  @ApiProperty({ description: 'Whether it is proven that there is nothing better.', type: Boolean, example: true })
  complete!: boolean;

  @ApiProperty({ description: 'The best one first.', type: [PathBody] })
  paths!: readonly PathBody[];
}

export function toPathQuestion(buyerId: string, { objective, paths: candidates, asOf, revision, ...place }: PathQueryDto): paths.FindPathsRequest {
  const { from, to, mbps, maxLatencyNs, layerOne, virtualNetwork } = toTerms({ ...place, termMonths: 1, objective, currency: 'EUR', acceptance: 'automatic' });
  const at = asOf === undefined ? undefined : instantOf(asOf);
  return {
    buyerId,
    from,
    to,
    mbps,
    ...(maxLatencyNs === undefined ? {} : { maxLatencyNs }),
    ...(layerOne && { layerOne }),
    ...(virtualNetwork && { virtualNetwork }),
    objective,
    candidates,
    atLeastRevision: 0n,
    ...(at === undefined ? {} : { at }),
    ...asOfOf(at, revision),
  };
}

function asOfOf(instant: Instant | undefined, revision: string | undefined): Pick<paths.FindPathsRequest, 'asOf'> {
  if (revision !== undefined) return { asOf: { asOf: { kind: 'revision', revision: BigInt(revision) } } };
  return instant === undefined ? {} : { asOf: { asOf: { kind: 'instant', instant } } };
}

function instantOf(text: string): Instant {
  const at = parseInstant(text);
  invariant(at !== undefined, `an instant passed validation and is none: ${text}`);
  return at;
}

export const pathsBody = (revision: bigint, { candidates, complete, offers }: paths.PathsFound): PathsBody => {
  const measured = new Map(offers.flatMap(({ latency }) => (latency?.source === 'measured' ? [[latency.resourceId, measuredLink(latency)] as const] : [])));
  return {
    topologyRevision: String(revision),
    complete,
    paths: candidates.map(({ latencyNs, handovers, segments, popIds, disjointFromBest }) => {
      const measuredLinks = segments.flatMap(({ resources }) => resources.flatMap(({ resourceId }) => measured.get(resourceId) ?? []));
      const units = segments.flatMap(({ resources }) => resources.flatMap(({ resourceId, unit }) => (unit === undefined ? [] : [`${resourceId}#${unit}`])));
      return {
        latencyNs: String(latencyNs),
        latencyMs: formatMs(latencyNs),
        handovers,
        providers: segments.map(({ providerId }) => providerId),
        popIds,
        disjointFromBest,
        ...(units.length > 0 && { units }),
        ...(measuredLinks.length > 0 && { measuredLinks }),
      };
    }),
  };
};

function measuredLink({ resourceId, declaredNs, latencyNs, measured }: paths.LatencyRecord): MeasuredLinkBody {
  invariant(measured, `a measured latency of ${resourceId} counts and is not on record`);
  const { measuredAt, packets, confidenceNs } = measured;
  return {
    resourceId,
    declaredMs: formatMs(declaredNs),
    measuredMs: formatMs(latencyNs),
    measuredAt: formatInstant(measuredAt),
    packets,
    ...(confidenceNs !== undefined && { confidenceMs: formatMs(confidenceNs) }),
  };
}
