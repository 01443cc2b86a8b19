import { defineService, ProviderKeys } from '@carriermesh/platform-chassis';
import { Activation } from './activation.process.js';
import { GetActivationHandler } from './get-activation.handler.js';

/** Brings a contracted service up on every provider or on none. */
export const provisioning = defineService({
  name: 'provisioning',
  handlers: [GetActivationHandler],
  processes: [Activation],
  views: [ProviderKeys],
  listens: ['advertising.v1.ProviderEnrolled', 'advertising.v1.ProviderKeyReplaced', 'contracting.v1.ContractSigned'],
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
  ],
});
