import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { monitoring } from '@carriermesh/wire';
import { timeBody } from '../http/bodies.js';

/** TMF642 and ITU-T X.733 write `lossOfSignal` where the mesh's own names have dashes. */
const camelCase = (name: string): string => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const namesOf = (names: readonly string[]): readonly string[] => names.filter((name) => name !== 'unspecified').map(camelCase);

export const ALARM_STATES = namesOf(monitoring.AlarmState.names);

export const INDICATORS: Readonly<Record<monitoring.PerformanceIndicator, readonly [name: string, unit: string]>> = {
  unspecified: ['', ''],
  'frame-loss-ratio-ppm': ['frameLossRatio', 'ppm'],
  'one-way-frame-delay-ns': ['oneWayFrameDelay', 'ns'],
  'inter-frame-delay-variation-ns': ['interFrameDelayVariation', 'ns'],
  'availability-ppm': ['availability', 'ppm'],
};

export class AlarmedObjectBody {
  @ApiProperty({ description: 'The segment’s id, or the contract’s.', example: 'seg_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' })
  id!: string;
}

export class AffectedServiceBody {
  @ApiProperty({ description: 'The order’s id.', example: 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  id!: string;

  @ApiProperty({ description: 'The contract’s id.', example: 'con_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' })
  contractId!: string;
}

export class CrossedThresholdBody {
  @ApiProperty({ description: 'What was measured.', enum: ['frameLossRatio', 'oneWayFrameDelay'], example: 'oneWayFrameDelay' })
  indicatorName!: string;

  @ApiProperty({ description: 'Of the figure and its limit.', enum: ['ppm', 'ns'], example: 'ns' })
  indicatorUnit!: string;

  @ApiProperty({ description: 'What was measured last before the alarm.', example: '9100000' })
  observedValue!: string;

  @ApiProperty({ description: 'The most that was promised.', example: '7200000' })
  threshold!: string;

  @ApiProperty({ description: 'More than the limit is a fault.', enum: ['up'], example: 'up' })
  direction!: 'up';
}

/** The attributes of TMF642 that the mesh knows. */
export class AlarmBody {
  @ApiProperty({ description: 'Always "Alarm".', example: 'Alarm' })
  '@type'!: 'Alarm';

  @ApiProperty({ description: 'The alarm’s id.', example: 'alm_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1-1' })
  id!: string;

  @ApiProperty({ description: 'Where it is read.', example: '/v1/alarms/alm_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1-1' })
  href!: string;

  @ApiProperty({ description: 'Whether it is open.', enum: ALARM_STATES, example: 'raised' })
  state!: string;

  @ApiProperty({ description: 'As ITU-T X.733 names it.', enum: namesOf(monitoring.AlarmType.names), example: 'qualityOfServiceAlarm' })
  alarmType!: string;

  @ApiProperty({ description: 'As ITU-T X.733 names it.', enum: namesOf(monitoring.ProbableCause.names), example: 'responseTimeExcessive' })
  probableCause!: string;

  @ApiProperty({ description: 'How bad it is.', enum: namesOf(monitoring.PerceivedSeverity.names), example: 'major' })
  perceivedSeverity!: string;

  @ApiProperty({ description: 'One sentence.', example: 'It took 9.100 ms one way; 7.200 ms were promised at most, with all variation.' })
  specificProblem!: string;

  @ApiProperty({ description: 'A segment, or the service as a whole.', enum: ['segment', 'service'], example: 'segment' })
  alarmedObjectType!: 'segment' | 'service';

  @ApiProperty({ description: 'What it is about.', type: AlarmedObjectBody, example: { id: 'seg_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f-1' } })
  alarmedObject!: AlarmedObjectBody;

  @ApiProperty({ description: 'The services that it bears on.', type: [AffectedServiceBody] })
  affectedService!: readonly AffectedServiceBody[];

  @ApiPropertyOptional({ description: 'The provider whose segment it is.', example: 'NetAlpha' })
  sourceSystemId?: string;

  @ApiPropertyOptional({ description: 'The figure that raised it, and its limit.', type: CrossedThresholdBody })
  crossedThresholdInformation?: CrossedThresholdBody;

  @ApiProperty({ description: 'When it began where it is: the first of the measured windows.', format: 'date-time', example: '2026-04-01T13:00:00Z' })
  alarmRaisedTime!: string;

  @ApiProperty({ description: 'When the mesh raised it.', format: 'date-time', example: '2026-04-01T13:01:30Z' })
  alarmReportingTime!: string;

  @ApiPropertyOptional({ description: 'Only once it is cleared.', format: 'date-time', example: '2026-04-01T13:07:00Z' })
  alarmClearedTime?: string;
}

export class AlarmsBody {
  @ApiProperty({ description: 'Newest first.', type: [AlarmBody] })
  alarms!: readonly AlarmBody[];
}

export function alarmBody(alarm: monitoring.Alarm): AlarmBody {
  const { alarmId, state, segmentId, contractId, orderId, providerId, specificProblem, crossed, raisedAt, impairedSince, clearedAt } = alarm;
  return {
    '@type': 'Alarm',
    id: alarmId,
    href: `/v1/alarms/${alarmId}`,
    state: camelCase(state),
    alarmType: camelCase(alarm.alarmType),
    probableCause: camelCase(alarm.probableCause),
    perceivedSeverity: camelCase(alarm.perceivedSeverity),
    specificProblem,
    alarmedObjectType: segmentId === '' ? 'service' : 'segment',
    alarmedObject: { id: segmentId === '' ? contractId : segmentId },
    affectedService: [{ id: orderId, contractId }],
    ...(providerId === '' ? {} : { sourceSystemId: providerId }),
    ...(crossed ? { crossedThresholdInformation: crossedBody(crossed) } : {}),
    alarmRaisedTime: timeBody(impairedSince ?? raisedAt),
    alarmReportingTime: timeBody(raisedAt),
    ...(clearedAt === undefined ? {} : { alarmClearedTime: timeBody(clearedAt) }),
  };
}

function crossedBody({ indicator, observed, threshold }: monitoring.CrossedThreshold): CrossedThresholdBody {
  const [indicatorName, indicatorUnit] = INDICATORS[indicator];
  return { indicatorName, indicatorUnit, observedValue: observed.toString(), threshold: threshold.toString(), direction: 'up' };
}
