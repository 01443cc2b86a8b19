import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { monitoring } from '@carriermesh/wire';
import { INDICATORS } from '../alarms/alarm.body.js';
import { timeBody } from '../http/bodies.js';

const VERDICTS = monitoring.LevelVerdict.names.filter((name) => name !== 'unspecified');

export class FiguresBody {
  @ApiProperty({ description: 'Minutes in which something was measured.', example: 43200 })
  measuredIntervals!: number;

  @ApiProperty({ description: 'Minutes of them in which it was not available: three in a row of high loss make it so.', example: 3 })
  unavailableIntervals!: number;

  @ApiProperty({ description: 'Minutes that lost at least half.', example: 4 })
  highLossIntervals!: number;

  @ApiProperty({ description: 'Packets whose delay is known.', example: '1728000' })
  delays!: string;

  @ApiPropertyOptional({ description: 'The median one-way delay in nanoseconds.', example: '36100000' })
  delayP50Ns?: string;

  @ApiPropertyOptional({ description: 'What 95 of 100 packets did not exceed.', example: '36900000' })
  delayP95Ns?: string;

  @ApiPropertyOptional({ description: 'What 99 of 100 packets did not exceed.', example: '37200000' })
  delayP99Ns?: string;

  @ApiPropertyOptional({ description: 'What 999 of 1,000 packets did not exceed.', example: '37400000' })
  delayP999Ns?: string;

  @ApiPropertyOptional({ description: 'Packets whose round trip is known.', example: '1728000' })
  roundTrips?: string;

  @ApiPropertyOptional({ description: 'The median round trip in nanoseconds, without the time at the far end.', example: '72300000' })
  roundTripP50Ns?: string;

  @ApiPropertyOptional({ description: 'What 99 of 100 round trips did not exceed.', example: '74100000' })
  roundTripP99Ns?: string;

  @ApiPropertyOptional({ description: 'Of a service: minutes of those that were measured in which it was measured from end to end; the others are reckoned from its segments.', example: 43100 })
  endToEndIntervals?: number;
}

export class ClauseBody {
  @ApiProperty({ description: 'The figure. Delay and its variation count by their 99th percentile.', enum: ['availability', 'frameLossRatio', 'oneWayFrameDelay', 'interFrameDelayVariation'], example: 'oneWayFrameDelay' })
  indicatorName!: string;

  @ApiProperty({ description: 'Of both values.', enum: ['ppm', 'ns'], example: 'ns' })
  indicatorUnit!: string;

  @ApiProperty({ description: 'At least so much availability; at most so much of everything else.', example: '40000000' })
  promised!: string;

  @ApiPropertyOptional({ description: 'Absent where too little was measured.', example: '37200000' })
  observed?: string;

  @ApiProperty({ description: 'Whether the promise was kept.', enum: VERDICTS, example: 'met' })
  verdict!: string;
}

export class SegmentLevelBody {
  @ApiProperty({ description: 'The segment’s id.', example: 'seg_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  segmentId!: string;

  @ApiProperty({ description: 'Whose it is.', example: 'NetAlpha' })
  providerId!: string;

  @ApiProperty({ description: 'Which of the contract’s routes it is part of; 0 is the first.', example: 0 })
  route!: number;

  @ApiProperty({ description: 'What was measured.', type: FiguresBody })
  figures!: FiguresBody;

  @ApiProperty({ description: 'What its provider promised.', type: [ClauseBody] })
  clauses!: readonly ClauseBody[];
}

export class ServiceLevelBody {
  @ApiProperty({ description: 'The contract’s id.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  contractId!: string;

  @ApiProperty({ description: 'The month’s beginning.', format: 'date-time', example: '2026-11-01T00:00:00Z' })
  from!: string;

  @ApiProperty({ description: 'Its end.', format: 'date-time', example: '2026-12-01T00:00:00Z' })
  until!: string;

  @ApiProperty({ description: 'From end to end: measured where it was, else reckoned from its segments.', type: FiguresBody })
  figures!: FiguresBody;

  @ApiProperty({ description: 'What the contract promises.', type: [ClauseBody] })
  clauses!: readonly ClauseBody[];

  @ApiProperty({ description: 'The segments that something was measured of.', type: [SegmentLevelBody] })
  segments!: readonly SegmentLevelBody[];
}

export const serviceLevelBody = ({ contractId, from, until, figures, clauses, segments }: monitoring.ServiceLevelReport): ServiceLevelBody => ({
  contractId,
  from: timeBody(from),
  until: timeBody(until),
  figures: figuresBody(figures),
  clauses: clauses.map(clauseBody),
  segments: segments.map(({ segmentId, providerId, route, ...segment }) => ({ segmentId, providerId, route, figures: figuresBody(segment.figures), clauses: segment.clauses.map(clauseBody) })),
});

function figuresBody({ measuredIntervals, unavailableIntervals, highLossIntervals, delays, endToEndIntervals, ...figures }: monitoring.LevelFigures): FiguresBody {
  const { delayP50Ns, delayP95Ns, delayP99Ns, delayP999Ns, roundTrips, roundTripP50Ns, roundTripP99Ns } = figures;
  const known = Object.entries({ delayP50Ns, delayP95Ns, delayP99Ns, delayP999Ns, roundTrips, roundTripP50Ns, roundTripP99Ns }).flatMap(([name, ns]) => (ns === undefined ? [] : [[name, ns.toString()] as const]));
  return { measuredIntervals, unavailableIntervals, highLossIntervals, delays: delays.toString(), ...Object.fromEntries(known), ...(endToEndIntervals === undefined ? {} : { endToEndIntervals }) };
}

function clauseBody({ indicator, promised, observed, verdict }: monitoring.LevelClause): ClauseBody {
  const [indicatorName, indicatorUnit] = INDICATORS[indicator];
  return { indicatorName, indicatorUnit, promised: promised.toString(), ...(observed === undefined ? {} : { observed: observed.toString() }), verdict };
}
