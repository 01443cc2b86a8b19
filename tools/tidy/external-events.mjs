// Events that are written although no service of the mesh listens to them, each with the reason why it is worth its place in the
// ledger. A reason that is no longer needed is a breach too.

const REASONS = [
  {
    reason: 'The memory of a process: folded from its own stream, so that a crash at any point resumes.',
    events: [
      ...['HoldWatchStarted', 'HoldWatchLapsed', 'HoldWatchEnded'].map((event) => `advertising.v1.${event}`),
      ...['Started', 'SegmentComplete', 'PeriodEnded', 'UsageAsked', 'UsageComplete', 'PeriodClosed', 'SegmentsChanged', 'Shortened', 'Ended'].map((step) => `billing.v1.BillingCycle${step}`),
      ...['Started', 'PeriodEnded', 'PeriodClosed'].map((step) => `billing.v1.SupplierCycle${step}`),
      ...['Started', 'Quoted', 'QuoteLapsed', 'CapacityCommitted', 'Failed', 'Ended'].map((step) => `contracting.v1.Fulfilment${step}`),
      ...['SegmentActivated', 'SegmentRefused', 'SegmentSilent'].map((event) => `provisioning.v1.${event}`),
      'provisioning.v1.ActivationCompensated',
      'provisioning.v1.RerouteCapacityReturned',
      ...['Started', 'ServiceDown', 'Ended'].map((step) => `contracting.v1.Termination${step}`),
      ...['Scheduled', 'CapacityReturned'].map((step) => `provisioning.v1.Teardown${step}`),
      'provisioning.v1.FreshPathsSought',
      ...['Due', 'PutOff', 'SegmentProven', 'Failed'].map((step) => `provisioning.v1.Revert${step}`),
      ...['ServiceCapacityResized', 'ServiceChangeAwaited', 'SegmentAdjustmentRefused', 'SegmentAdjustmentSilent', 'ServiceChangeReversed'].map((event) => `provisioning.v1.${event}`),
    ],
  },
  {
    reason: 'The memory of an aggregate: its decider folds it, and what others have to know of it is said by another event.',
    events: [
      'advertising.v1.CapacityCommitted',
      'advertising.v1.HoldResized',
      'monitoring.v1.MeasurementWindowJudged',
      'billing.v1.BillingPeriodOpened',
      'billing.v1.BillingPeriodCutOff',
      'billing.v1.BillingPeriodShortened',
      'billing.v1.BillingPeriodRevised',
      'billing.v1.SegmentFaultBooked',
      'billing.v1.SupplierPeriodClosed',
      'billing.v1.AdjustmentPosted',
      'billing.v1.PartiesMerged',
      'contracting.v1.QuoteExpired',
      'contracting.v1.QuoteWithdrawn',
      'contracting.v1.ServiceChangeRejected',
      ...['Registered', 'ContactChanged', 'KeyErased'].map((event) => `contracting.v1.Party${event}`),
    ],
  },
  {
    reason: 'Evidence: what a provider sent, or tried, kept as it was signed for an audit, a dispute or a replay.',
    events: [
      'advertising.v1.AdvertRefused',
      'billing.v1.UsageBatchAccepted',
      'billing.v1.UsageIdsTaken',
    ],
  },
];

/** Type of event → why nobody needs to hear it. */
export const EXTERNAL_EVENTS = new Map(REASONS.flatMap(({ reason, events }) => events.map((type) => [type, reason])));
