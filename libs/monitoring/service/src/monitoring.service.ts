import { defineService, ProviderKeys } from '@carriermesh/platform-chassis';
import { MeasurementsInbound } from './measurements.inbound.js';
import { ListProcessesHandler, ListSegmentMeasurementsHandler } from './monitoring.query.js';
import { ProcessWatch } from './process-watch.js';
import { SegmentMeasurements } from './segment-measurements.view.js';

/** Knows which processes live, and what providers measured. */
export const monitoring = defineService({
  name: 'monitoring',
  handlers: [MeasurementsInbound, ListProcessesHandler, ListSegmentMeasurementsHandler],
  views: [ProviderKeys, SegmentMeasurements],
  providers: [ProcessWatch],
  listens: ['advertising.v1.ProviderEnrolled', 'advertising.v1.ProviderKeyReplaced', 'provisioning.v1.ActivationStarted', 'monitoring.v1.MeasurementsReported'],
  publishes: ['monitoring.v1.MeasurementsReported'],
});
