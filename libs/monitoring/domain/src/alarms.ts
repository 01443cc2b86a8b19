import type { Instant } from '@carriermesh/kernel';
import type { advertising, monitoring, provisioning } from '@carriermesh/wire';

/** Whose a segment is, and what it is part of. */
export interface KnownSegment {
  readonly buyerId: string;
  readonly orderId: string;
  readonly contractId: string;
  readonly providerId: string;
  readonly resourceIds: readonly string[];
}

/** What an event means for the list of alarms. */
export type AlarmChange =
  | { readonly kind: 'raised'; readonly alarm: NewAlarm }
  | { readonly kind: 'cleared'; readonly of: AlarmsMeant; readonly clearedAt: Instant; readonly clearance: monitoring.ClearanceReason };

/** Buyer, order, provider and resources stand with the segment, or with any segment of the service; of a provider's agent there is the provider alone. */
export type NewAlarm = Omit<monitoring.Alarm, 'buyerId' | 'orderId' | 'providerId' | 'resourceIds' | 'state' | 'clearance'> & { readonly providerId?: string };

/** Open alarms: one by its id, or all of a segment, a service or a provider's agent that have this cause. */
export type AlarmsMeant =
  | { readonly alarmId: string }
  | { readonly segmentId: string; readonly probableCause: monitoring.ProbableCause }
  | { readonly contractId: string; readonly probableCause: monitoring.ProbableCause }
  | { readonly agentOf: string; readonly probableCause: monitoring.ProbableCause };

/** Nobody knows whether the segment still carries traffic, or nobody hears the provider's agent. A matter between operator and provider: its buyer has nothing to do with it. */
export const UNCONFIRMED = 'communications-subsystem-failure';
/** The service is impaired and stays where it is. */
export const EXHAUSTED = 'underlying-resource-unavailable';

/** A service that was to go back to its first path stays where it is. */
export const STAYS = 'threshold-crossed';

export type AlarmEvent = Extract<advertising.AnyEvent | monitoring.AnyEvent | provisioning.AnyEvent, { type: (typeof ALARM_EVENTS)[number] }>;

export const ALARM_EVENTS = [
  'advertising.v1.SessionEstablished',
  'advertising.v1.SessionLost',
  'monitoring.v1.SegmentImpaired',
  'monitoring.v1.SegmentRestored',
  'provisioning.v1.ActivationNeedsOperator',
  'provisioning.v1.ReleaseNeedsOperator',
  'provisioning.v1.TeardownNeedsOperator',
  'provisioning.v1.SegmentReleased',
  'provisioning.v1.ServiceChangeNeedsOperator',
  'provisioning.v1.SegmentAdjusted',
  'provisioning.v1.AlternativesExhausted',
  'provisioning.v1.RerouteStarted',
  'provisioning.v1.ServiceImpairmentEnded',
  'provisioning.v1.RevertsExhausted',
  'provisioning.v1.TeardownStarted',
] as const;

/** @param place where the event stands: the revision in its stream, which no other event of the service has, and the mesh's time */
export function alarmChanges(event: AlarmEvent, place: { readonly revision: number; readonly occurredAt: Instant }): readonly AlarmChange[] {
  switch (event.type) {
    case 'advertising.v1.SessionLost':
      return [{ kind: 'raised', alarm: sessionLost(event.data, place.revision) }];
    case 'advertising.v1.SessionEstablished': {
      const { providerId, establishedAt } = event.data;
      return [{ kind: 'cleared', of: { agentOf: providerId, probableCause: UNCONFIRMED }, clearedAt: establishedAt, clearance: 'heard-again' }];
    }
    case 'monitoring.v1.SegmentImpaired':
      return [{ kind: 'raised', alarm: impairment(event.data) }];
    case 'monitoring.v1.SegmentRestored': {
      const { alarmId, clearedAt, reason } = event.data;
      return [{ kind: 'cleared', of: { alarmId }, clearedAt, clearance: reason }];
    }
    case 'provisioning.v1.ActivationNeedsOperator':
    case 'provisioning.v1.ReleaseNeedsOperator':
    case 'provisioning.v1.TeardownNeedsOperator':
      return event.data.unconfirmedSegmentIds.map((segmentId) => ({ kind: 'raised', alarm: unconfirmed(event.data, segmentId, place.revision) }));
    case 'provisioning.v1.SegmentReleased':
      return [{ kind: 'cleared', of: { segmentId: event.data.segmentId, probableCause: UNCONFIRMED }, clearedAt: place.occurredAt, clearance: 'released' }];
    case 'provisioning.v1.ServiceChangeNeedsOperator':
      return event.data.unconfirmedSegmentIds.map((segmentId) => ({ kind: 'raised', alarm: { ...unconfirmed(event.data, segmentId, place.revision), specificProblem: NOT_AS_IT_WAS } }));
    case 'provisioning.v1.SegmentAdjusted':
      return [{ kind: 'cleared', of: { segmentId: event.data.segmentId, probableCause: UNCONFIRMED }, clearedAt: place.occurredAt, clearance: 'taken-care-of' }];
    case 'provisioning.v1.AlternativesExhausted':
      return [{ kind: 'raised', alarm: exhausted(event.data, place.revision) }];
    case 'provisioning.v1.RevertsExhausted':
      return [{ kind: 'raised', alarm: stays(event.data, place.revision) }];
    default: {
      const cleared = (probableCause: monitoring.ProbableCause): AlarmChange => ({ kind: 'cleared', of: { contractId: event.data.contractId, probableCause }, clearedAt: place.occurredAt, clearance: 'taken-care-of' });
      return event.type === 'provisioning.v1.TeardownStarted' ? [cleared(EXHAUSTED), cleared(STAYS)] : [cleared(EXHAUSTED)];
    }
  }
}

function impairment({ alarmId, contractId, segmentId, alarmType, probableCause, perceivedSeverity, specificProblem, impairedSince, raisedAt, crossed }: monitoring.SegmentImpaired): NewAlarm {
  const figure = crossed ? { crossed } : {};
  return { alarmId, contractId, segmentId, alarmType, probableCause, perceivedSeverity, specificProblem, impairedSince, raisedAt, needsOperator: false, ...figure };
}

const NOT_AS_IT_WAS = 'A change of the service failed, and the provider does not confirm that the segment is as it was: what it carries is not known, and its capacity stays held.';

const unconfirmed = ({ contractId, raisedAt }: Pick<provisioning.ReleaseNeedsOperator, 'contractId' | 'raisedAt'>, segmentId: string, revision: number): NewAlarm => ({
  alarmId: `alm_${withoutPrefix(segmentId)}-r${revision}`,
  contractId,
  segmentId,
  alarmType: 'processing-error-alarm',
  probableCause: UNCONFIRMED,
  perceivedSeverity: 'major',
  specificProblem: 'The provider does not confirm that the segment was released: whether it carries traffic is not known, and its capacity stays held.',
  raisedAt,
  needsOperator: true,
});

const exhausted = ({ contractId, exhaustedAt }: provisioning.AlternativesExhausted, revision: number): NewAlarm => ({
  alarmId: `alm_${withoutPrefix(contractId)}-s${revision}`,
  contractId,
  segmentId: '',
  alarmType: 'quality-of-service-alarm',
  probableCause: EXHAUSTED,
  perceivedSeverity: 'critical',
  specificProblem: 'The service is impaired, and no alternative of its contract holds: it stays where it is.',
  raisedAt: exhaustedAt,
  needsOperator: true,
});

const stays = ({ contractId, exhaustedAt }: provisioning.RevertsExhausted, revision: number): NewAlarm => ({
  alarmId: `alm_${withoutPrefix(contractId)}-w${revision}`,
  contractId,
  segmentId: '',
  alarmType: 'quality-of-service-alarm',
  probableCause: STAYS,
  perceivedSeverity: 'warning',
  specificProblem: 'The service was to go back to its first path, and every return that was contracted has been used up: it stays on the path that it has, for good.',
  raisedAt: exhaustedAt,
  needsOperator: false,
});

const sessionLost = ({ providerId, lostAt }: advertising.SessionLost, revision: number): NewAlarm => ({
  alarmId: `alm_session-${providerId}-r${revision}`,
  contractId: '',
  segmentId: '',
  providerId,
  alarmType: 'communications-alarm',
  probableCause: UNCONFIRMED,
  perceivedSeverity: 'major',
  specificProblem: 'The provider’s agent is not heard: three heartbeats were missed. What it offers is sold to no new order until it is heard again; services stay where they are.',
  raisedAt: lostAt,
  needsOperator: false,
});

const withoutPrefix = (id: string): string => id.slice(id.indexOf('_') + 1);
