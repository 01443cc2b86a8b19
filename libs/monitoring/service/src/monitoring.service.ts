import { defineService, ProviderKeys } from '@carriermesh/platform-chassis';
import { AlarmClosing } from './alarm-closing.reaction.js';
import { MeasurementsInbound } from './measurements.inbound.js';
import { ListProcessesHandler, ListSegmentMeasurementsHandler } from './monitoring.query.js';
import { ProcessWatch } from './process-watch.js';
import { SegmentJudging } from './segment-judging.js';
import { SegmentMeasurements } from './segment-measurements.view.js';
import { WatchedSegments } from './watched-segments.view.js';

/** Knows which processes live, and what providers measured. */
export const monitoring = defineService({
  name: 'monitoring',
  handlers: [MeasurementsInbound, ListProcessesHandler, ListSegmentMeasurementsHandler],
  views: [ProviderKeys, WatchedSegments, SegmentMeasurements],
  reactions: [AlarmClosing],
  providers: [ProcessWatch, SegmentJudging],
  listens: [
    'advertising.v1.ProviderEnrolled',
    'advertising.v1.ProviderKeyReplaced',
    'provisioning.v1.ActivationStarted',
    'provisioning.v1.RerouteSecured',
    'provisioning.v1.SegmentReleased',
    'monitoring.v1.MeasurementsReported',
  ],
  publishes: [
    'monitoring.v1.MeasurementsReported',
    'monitoring.v1.MeasurementWindowJudged',
    'monitoring.v1.SegmentImpaired',
    'monitoring.v1.SegmentRestored',
  ],
});
