import { defineService } from '@carriermesh/platform-chassis';
import { FindPathsHandler } from './find-paths.handler.js';
import { GetLatenciesHandler } from './get-latencies.handler.js';
import { GetTopologySummaryHandler } from './get-topology-summary.handler.js';
import { ListResourcesHandler } from './list-resources.handler.js';
import { ListSoldKindsHandler } from './list-sold-kinds.handler.js';
import { PastTopologies } from './past-topologies.js';
import { TopologyView } from './topology.view.js';

/** Where a service can go: a pure search over what is advertised and free, numbered by the ledger's position. */
export const paths = defineService({
  name: 'paths',
  handlers: [FindPathsHandler, GetLatenciesHandler, ListResourcesHandler, GetTopologySummaryHandler, ListSoldKindsHandler],
  views: [TopologyView],
  providers: [PastTopologies],
  listens: [
    'advertising.v1.ResourceAdvertised',
    'advertising.v1.ResourceWithdrawn',
    'advertising.v1.CapacityHeld',
    'advertising.v1.CapacityResized',
    'advertising.v1.CapacityReleased',
    'provisioning.v1.ActivationStarted',
    'provisioning.v1.RerouteSecured',
    'provisioning.v1.RevertStarted',
    'provisioning.v1.SegmentReleased',
    'monitoring.v1.MeasurementsReported',
    'advertising.v1.SessionEstablished',
    'advertising.v1.SessionLost',
  ],
  publishes: [],
});
