import { defineService, ProviderKeys } from '@carriermesh/platform-chassis';
import { ALARM_EVENTS } from '@carriermesh/monitoring-domain';
import { AlarmClosing } from './alarm-closing.reaction.js';
import { GetAlarmHandler, ListAlarmsHandler } from './alarms.query.js';
import { AlarmsView } from './alarms.view.js';
import { MeasurementsInbound } from './measurements.inbound.js';
import { ListProcessesHandler, ListSegmentMeasurementsHandler } from './monitoring.query.js';
import { ProcessWatch } from './process-watch.js';
import { SegmentJudging } from './segment-judging.js';
import { SegmentMeasurements } from './segment-measurements.view.js';
import { GetServiceLevelHandler } from './service-level.query.js';
import { ServiceLevelsView } from './service-levels.view.js';
import { WatchedSegments } from './watched-segments.view.js';

/** Knows which processes live, what providers measured, and what is wrong. */
export const monitoring = defineService({
  name: 'monitoring',
  gathersMs: 100,
  handlers: [MeasurementsInbound, ListProcessesHandler, ListSegmentMeasurementsHandler, ListAlarmsHandler, GetAlarmHandler, GetServiceLevelHandler],
  views: [ProviderKeys, WatchedSegments, SegmentMeasurements, AlarmsView, ServiceLevelsView],
  reactions: [AlarmClosing],
  providers: [ProcessWatch, SegmentJudging],
  listens: [
    'advertising.v1.ProviderEnrolled',
    'advertising.v1.ProviderKeyReplaced',
    'contracting.v1.ContractSigned',
    'provisioning.v1.ActivationStarted',
    'provisioning.v1.RerouteSecured',
    'provisioning.v1.RevertStarted',
    'provisioning.v1.ServiceRerouted',
    'provisioning.v1.ServiceChangeStarted',
    'provisioning.v1.ServiceChanged',
    'provisioning.v1.ServiceChangeFailed',
    'monitoring.v1.MeasurementsReported',
    ...ALARM_EVENTS,
  ],
  publishes: [
    'monitoring.v1.MeasurementsReported',
    'monitoring.v1.MeasurementWindowJudged',
    'monitoring.v1.SegmentImpaired',
    'monitoring.v1.SegmentRestored',
    'monitoring.v1.SegmentTried',
  ],
});
