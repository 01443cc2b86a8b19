import { defineService, ProviderKeys } from '@carriermesh/platform-chassis';
import { Activation } from './activation.process.js';
import { Adjustments } from './adjustments.js';
import { CareEffects } from './care-effects.js';
import { GetActivationHandler } from './get-activation.handler.js';
import { LineLatencies } from './line-latencies.view.js';

/** Brings a contracted service up on every provider or on none, and moves it to another of its contracted paths when it is impaired. */
export const provisioning = defineService({
  name: 'provisioning',
  handlers: [GetActivationHandler],
  processes: [Activation],
  views: [ProviderKeys, LineLatencies],
  providers: [CareEffects, Adjustments],
  listens: [
    'advertising.v1.ProviderEnrolled',
    'advertising.v1.ProviderKeyReplaced',
    'advertising.v1.ResourceAdvertised',
    'advertising.v1.ResourceWithdrawn',
    'contracting.v1.ContractSigned',
    'contracting.v1.ContractAmended',
    'contracting.v1.ServiceChangeOrdered',
    'monitoring.v1.SegmentImpaired',
    'monitoring.v1.SegmentRestored',
  ],
  publishes: [
    'provisioning.v1.ActivationStarted',
    'provisioning.v1.SegmentActivated',
    'provisioning.v1.SegmentRefused',
    'provisioning.v1.SegmentSilent',
    'provisioning.v1.SegmentReleased',
    'provisioning.v1.ServiceActivated',
    'provisioning.v1.ActivationFailed',
    'provisioning.v1.ActivationCompensated',
    'provisioning.v1.ActivationNeedsOperator',
    'provisioning.v1.ImpairmentNoted',
    'provisioning.v1.ImpairmentCleared',
    'provisioning.v1.RerouteStarted',
    'provisioning.v1.RerouteSecured',
    'provisioning.v1.RerouteFailed',
    'provisioning.v1.ServiceRerouted',
    'provisioning.v1.ServiceImpairmentEnded',
    'provisioning.v1.AlternativesExhausted',
    'provisioning.v1.FreshPathsSought',
    'provisioning.v1.RerouteCapacityReturned',
    'provisioning.v1.ReleaseNeedsOperator',
    'provisioning.v1.TeardownScheduled',
    'provisioning.v1.TeardownStarted',
    'provisioning.v1.TeardownCapacityReturned',
    'provisioning.v1.TeardownNeedsOperator',
    'provisioning.v1.ServiceTerminated',
    'provisioning.v1.ServiceCapacityResized',
    'provisioning.v1.ServiceChangeAwaited',
    'provisioning.v1.ServiceChangeStarted',
    'provisioning.v1.SegmentAdjusted',
    'provisioning.v1.SegmentAdjustmentRefused',
    'provisioning.v1.SegmentAdjustmentSilent',
    'provisioning.v1.ServiceChangeReversed',
    'provisioning.v1.ServiceChanged',
    'provisioning.v1.ServiceChangeFailed',
    'provisioning.v1.ServiceChangeNeedsOperator',
  ],
});
