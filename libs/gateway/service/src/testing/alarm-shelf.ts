import { instant, sameUuid } from '@carriermesh/kernel';
import type { monitoring } from '@carriermesh/wire';

/** As monitoring does: each contract has an alarm of its first segment, which is over, and a month that was measured. */
export class AlarmShelf {
  constructor(private readonly contracts: ReadonlyMap<string, { readonly contractId: string; readonly buyerId: string }>) {}

  list({ buyerId, state, limit }: monitoring.ListAlarmsRequest, trusting: boolean): monitoring.ListAlarmsResponse {
    const shown = this.all().filter((alarm) => (trusting || alarm.buyerId === buyerId) && (state === 'unspecified' || state === alarm.state));
    return { alarms: shown.slice(0, limit) };
  }

  get({ buyerId, alarmId }: monitoring.GetAlarmRequest, trusting: boolean): monitoring.GetAlarmResponse {
    const alarm = this.all().find((each) => each.alarmId === alarmId && (trusting || each.buyerId === buyerId));
    if (alarm) return { outcome: { kind: 'alarm', alarm } };
    return { outcome: { kind: 'refused', refused: { code: 'alarm-unknown', message: `There is no alarm ${alarmId}.`, facts: {} } } };
  }

  level({ buyerId, serviceId }: monitoring.GetServiceLevelRequest, trusting: boolean): monitoring.GetServiceLevelResponse {
    const contract = this.contracts.get(serviceId);
    if (contract && (trusting || contract.buyerId === buyerId)) return { outcome: { kind: 'report', report: levelOf(contract) } };
    return { outcome: { kind: 'refused', refused: { code: 'service-unknown', message: `There is no service ${serviceId}.`, facts: {} } } };
  }

  private all(): readonly monitoring.Alarm[] {
    return [...this.contracts.values()].map(alarmOf);
  }
}

function levelOf({ contractId, buyerId }: { readonly contractId: string; readonly buyerId: string }): monitoring.ServiceLevelReport {
  const figures: monitoring.LevelFigures = {
    measuredIntervals: 60, unavailableIntervals: 0, highLossIntervals: 1, availabilityPpm: 1_000_000, lossPpm: 16, delays: 1_200n, delayP50Ns: 5n, delayP95Ns: 6n, delayP99Ns: 7n, delayP999Ns: 8n,
  };
  const clauses: readonly monitoring.LevelClause[] = [
    { indicator: 'availability-ppm', promised: 999_000n, observed: 1_000_000n, verdict: 'met' },
    { indicator: 'inter-frame-delay-variation-ns', promised: 1n, verdict: 'not-measured' },
  ];
  const segments = [{ segmentId: `seg_${contractId.slice('con_'.length)}-1`, providerId: 'NetAlpha', route: 0, figures, clauses }];
  return { contractId, orderId: sameUuid('ord', contractId), buyerId, from: instant(0n), until: instant(2_678_400_000_000_000n), figures, clauses, segments };
}

const alarmOf = ({ contractId, buyerId }: { readonly contractId: string; readonly buyerId: string }): monitoring.Alarm => ({
  alarmId: `alm_${contractId.slice('con_'.length)}-1-1`,
  state: 'cleared',
  alarmType: 'quality-of-service-alarm',
  probableCause: 'response-time-excessive',
  perceivedSeverity: 'major',
  specificProblem: 'It took 9.100 ms one way; 7.200 ms were promised at most, with all variation.',
  buyerId,
  orderId: sameUuid('ord', contractId),
  contractId,
  providerId: 'NetAlpha',
  segmentId: `seg_${contractId.slice('con_'.length)}-1`,
  resourceIds: ['NetAlpha/LON1-NYC1'],
  crossed: { indicator: 'one-way-frame-delay-ns', observed: 9_100_000n, threshold: 7_200_000n },
  impairedSince: instant(1_000_000_000n),
  raisedAt: instant(91_000_000_000n),
  clearedAt: instant(400_000_000_000n),
  clearance: 'measured-well',
  needsOperator: false,
});
