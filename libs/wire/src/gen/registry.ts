// Generated from proto/ by tools/wire-gen; do not edit.

import type { Codec } from '../codec.js';
import * as advertising from './advertising.js';
import * as agent from './agent.js';
import * as billing from './billing.js';
import * as common from './common.js';
import * as contracting from './contracting.js';
import * as ledger from './ledger.js';
import * as monitoring from './monitoring.js';
import * as paths from './paths.js';
import * as provisioning from './provisioning.js';
import * as tariff from './tariff.js';

/** From an event's type on the ledger and the bus to its data. */
export interface EventData {
  readonly 'advertising.v1.ProviderEnrolled': advertising.ProviderEnrolled;
  readonly 'advertising.v1.ProviderKeyReplaced': advertising.ProviderKeyReplaced;
  readonly 'advertising.v1.AdvertBatchAccepted': advertising.AdvertBatchAccepted;
  readonly 'advertising.v1.AdvertRefused': advertising.AdvertRefused;
  readonly 'advertising.v1.SessionEstablished': advertising.SessionEstablished;
  readonly 'advertising.v1.SessionLost': advertising.SessionLost;
  readonly 'advertising.v1.ResourceAdvertised': advertising.ResourceAdvertised;
  readonly 'advertising.v1.ResourceWithdrawn': advertising.ResourceWithdrawn;
  readonly 'advertising.v1.CapacityHeld': advertising.CapacityHeld;
  readonly 'advertising.v1.CapacityCommitted': advertising.CapacityCommitted;
  readonly 'advertising.v1.CapacityResized': advertising.CapacityResized;
  readonly 'advertising.v1.CapacityReleased': advertising.CapacityReleased;
  readonly 'advertising.v1.HoldResized': advertising.HoldResized;
  readonly 'advertising.v1.HoldPlaced': advertising.HoldPlaced;
  readonly 'advertising.v1.HoldCommitted': advertising.HoldCommitted;
  readonly 'advertising.v1.HoldReleased': advertising.HoldReleased;
  readonly 'advertising.v1.HoldWatchStarted': advertising.HoldWatchStarted;
  readonly 'advertising.v1.HoldWatchLapsed': advertising.HoldWatchLapsed;
  readonly 'advertising.v1.HoldWatchEnded': advertising.HoldWatchEnded;
  readonly 'billing.v1.BillingAccountOpened': billing.BillingAccountOpened;
  readonly 'billing.v1.BillingAccountEnded': billing.BillingAccountEnded;
  readonly 'billing.v1.BillingPhaseBegun': billing.BillingPhaseBegun;
  readonly 'billing.v1.SegmentFaultBooked': billing.SegmentFaultBooked;
  readonly 'billing.v1.BillingPeriodRevised': billing.BillingPeriodRevised;
  readonly 'billing.v1.BillingPeriodShortened': billing.BillingPeriodShortened;
  readonly 'billing.v1.BillingPeriodOpened': billing.BillingPeriodOpened;
  readonly 'billing.v1.UsageBatchAccepted': billing.UsageBatchAccepted;
  readonly 'billing.v1.LocalIdsSynchronised': billing.LocalIdsSynchronised;
  readonly 'billing.v1.PartiesMerged': billing.PartiesMerged;
  readonly 'billing.v1.UsageIdsTaken': billing.UsageIdsTaken;
  readonly 'billing.v1.UsageQuarantined': billing.UsageQuarantined;
  readonly 'billing.v1.UsageReleased': billing.UsageReleased;
  readonly 'billing.v1.UsageFraudReviewed': billing.UsageFraudReviewed;
  readonly 'billing.v1.UsageFraudSuspected': billing.UsageFraudSuspected;
  readonly 'billing.v1.UsageRated': billing.UsageRated;
  readonly 'billing.v1.BillingPeriodCutOff': billing.BillingPeriodCutOff;
  readonly 'billing.v1.BillingPeriodClosed': billing.BillingPeriodClosed;
  readonly 'billing.v1.InvoiceIssued': billing.InvoiceIssued;
  readonly 'billing.v1.SettlementIssued': billing.SettlementIssued;
  readonly 'billing.v1.CorrectionNoteIssued': billing.CorrectionNoteIssued;
  readonly 'billing.v1.BillingCycleStarted': billing.BillingCycleStarted;
  readonly 'billing.v1.BillingCycleSegmentComplete': billing.BillingCycleSegmentComplete;
  readonly 'billing.v1.BillingCyclePeriodEnded': billing.BillingCyclePeriodEnded;
  readonly 'billing.v1.BillingCycleUsageAsked': billing.BillingCycleUsageAsked;
  readonly 'billing.v1.BillingCycleUsageComplete': billing.BillingCycleUsageComplete;
  readonly 'billing.v1.BillingCyclePeriodClosed': billing.BillingCyclePeriodClosed;
  readonly 'billing.v1.BillingCycleShortened': billing.BillingCycleShortened;
  readonly 'billing.v1.BillingCycleSegmentsChanged': billing.BillingCycleSegmentsChanged;
  readonly 'billing.v1.BillingCycleEnded': billing.BillingCycleEnded;
  readonly 'billing.v1.DisputeOpened': billing.DisputeOpened;
  readonly 'billing.v1.DisputeSettled': billing.DisputeSettled;
  readonly 'billing.v1.DisputeWithdrawn': billing.DisputeWithdrawn;
  readonly 'billing.v1.AdjustmentPosted': billing.AdjustmentPosted;
  readonly 'billing.v1.SupplierCycleStarted': billing.SupplierCycleStarted;
  readonly 'billing.v1.SupplierCyclePeriodEnded': billing.SupplierCyclePeriodEnded;
  readonly 'billing.v1.SupplierCyclePeriodClosed': billing.SupplierCyclePeriodClosed;
  readonly 'billing.v1.SupplierPeriodClosed': billing.SupplierPeriodClosed;
  readonly 'contracting.v1.ServiceRequested': contracting.ServiceRequested;
  readonly 'contracting.v1.ServiceRequestRefused': contracting.ServiceRequestRefused;
  readonly 'contracting.v1.ServiceRequestCompleted': contracting.ServiceRequestCompleted;
  readonly 'contracting.v1.QuoteOffered': contracting.QuoteOffered;
  readonly 'contracting.v1.QuoteAccepted': contracting.QuoteAccepted;
  readonly 'contracting.v1.QuoteExpired': contracting.QuoteExpired;
  readonly 'contracting.v1.QuoteDeclined': contracting.QuoteDeclined;
  readonly 'contracting.v1.QuoteWithdrawn': contracting.QuoteWithdrawn;
  readonly 'contracting.v1.ContractSigned': contracting.ContractSigned;
  readonly 'contracting.v1.SupplyContractSigned': contracting.SupplyContractSigned;
  readonly 'contracting.v1.ContractVoided': contracting.ContractVoided;
  readonly 'contracting.v1.ContractAmended': contracting.ContractAmended;
  readonly 'contracting.v1.SupplyContractAmended': contracting.SupplyContractAmended;
  readonly 'contracting.v1.ContractTerminated': contracting.ContractTerminated;
  readonly 'contracting.v1.ServiceChangeOrdered': contracting.ServiceChangeOrdered;
  readonly 'contracting.v1.ServiceChangeCompleted': contracting.ServiceChangeCompleted;
  readonly 'contracting.v1.ServiceChangeRejected': contracting.ServiceChangeRejected;
  readonly 'contracting.v1.TerminationStarted': contracting.TerminationStarted;
  readonly 'contracting.v1.TerminationServiceDown': contracting.TerminationServiceDown;
  readonly 'contracting.v1.TerminationEnded': contracting.TerminationEnded;
  readonly 'contracting.v1.FulfilmentStarted': contracting.FulfilmentStarted;
  readonly 'contracting.v1.FulfilmentQuoted': contracting.FulfilmentQuoted;
  readonly 'contracting.v1.FulfilmentCapacityGone': contracting.FulfilmentCapacityGone;
  readonly 'contracting.v1.FulfilmentCapacityHeld': contracting.FulfilmentCapacityHeld;
  readonly 'contracting.v1.FulfilmentQuoteAccepted': contracting.FulfilmentQuoteAccepted;
  readonly 'contracting.v1.FulfilmentQuoteLapsed': contracting.FulfilmentQuoteLapsed;
  readonly 'contracting.v1.FulfilmentCapacityCommitted': contracting.FulfilmentCapacityCommitted;
  readonly 'contracting.v1.FulfilmentContracted': contracting.FulfilmentContracted;
  readonly 'contracting.v1.FulfilmentFailed': contracting.FulfilmentFailed;
  readonly 'contracting.v1.FulfilmentEnded': contracting.FulfilmentEnded;
  readonly 'contracting.v1.PartyRegistered': contracting.PartyRegistered;
  readonly 'contracting.v1.PartyContactChanged': contracting.PartyContactChanged;
  readonly 'contracting.v1.PartyForgotten': contracting.PartyForgotten;
  readonly 'contracting.v1.PartyKeyErased': contracting.PartyKeyErased;
  readonly 'contracting.v1.BuyerKeyRegistered': contracting.BuyerKeyRegistered;
  readonly 'contracting.v1.TermsStated': contracting.TermsStated;
  readonly 'monitoring.v1.MeasurementsReported': monitoring.MeasurementsReported;
  readonly 'monitoring.v1.MeasurementWindowJudged': monitoring.MeasurementWindowJudged;
  readonly 'monitoring.v1.SegmentImpaired': monitoring.SegmentImpaired;
  readonly 'monitoring.v1.SegmentTried': monitoring.SegmentTried;
  readonly 'monitoring.v1.SegmentRestored': monitoring.SegmentRestored;
  readonly 'provisioning.v1.ActivationStarted': provisioning.ActivationStarted;
  readonly 'provisioning.v1.SegmentActivated': provisioning.SegmentActivated;
  readonly 'provisioning.v1.SegmentRefused': provisioning.SegmentRefused;
  readonly 'provisioning.v1.SegmentSilent': provisioning.SegmentSilent;
  readonly 'provisioning.v1.SegmentReleased': provisioning.SegmentReleased;
  readonly 'provisioning.v1.ServiceActivated': provisioning.ServiceActivated;
  readonly 'provisioning.v1.ActivationFailed': provisioning.ActivationFailed;
  readonly 'provisioning.v1.ActivationCompensated': provisioning.ActivationCompensated;
  readonly 'provisioning.v1.ActivationNeedsOperator': provisioning.ActivationNeedsOperator;
  readonly 'provisioning.v1.ImpairmentNoted': provisioning.ImpairmentNoted;
  readonly 'provisioning.v1.ImpairmentCleared': provisioning.ImpairmentCleared;
  readonly 'provisioning.v1.RerouteStarted': provisioning.RerouteStarted;
  readonly 'provisioning.v1.RerouteSecured': provisioning.RerouteSecured;
  readonly 'provisioning.v1.RerouteFailed': provisioning.RerouteFailed;
  readonly 'provisioning.v1.ServiceRerouted': provisioning.ServiceRerouted;
  readonly 'provisioning.v1.ServiceImpairmentEnded': provisioning.ServiceImpairmentEnded;
  readonly 'provisioning.v1.AlternativesExhausted': provisioning.AlternativesExhausted;
  readonly 'provisioning.v1.FreshPathsSought': provisioning.FreshPathsSought;
  readonly 'provisioning.v1.RerouteCapacityReturned': provisioning.RerouteCapacityReturned;
  readonly 'provisioning.v1.ReleaseNeedsOperator': provisioning.ReleaseNeedsOperator;
  readonly 'provisioning.v1.RevertDue': provisioning.RevertDue;
  readonly 'provisioning.v1.RevertPutOff': provisioning.RevertPutOff;
  readonly 'provisioning.v1.RevertStarted': provisioning.RevertStarted;
  readonly 'provisioning.v1.RevertSegmentProven': provisioning.RevertSegmentProven;
  readonly 'provisioning.v1.RevertFailed': provisioning.RevertFailed;
  readonly 'provisioning.v1.RevertsExhausted': provisioning.RevertsExhausted;
  readonly 'provisioning.v1.TeardownScheduled': provisioning.TeardownScheduled;
  readonly 'provisioning.v1.TeardownStarted': provisioning.TeardownStarted;
  readonly 'provisioning.v1.TeardownCapacityReturned': provisioning.TeardownCapacityReturned;
  readonly 'provisioning.v1.TeardownNeedsOperator': provisioning.TeardownNeedsOperator;
  readonly 'provisioning.v1.ServiceTerminated': provisioning.ServiceTerminated;
  readonly 'provisioning.v1.ServiceChangeAwaited': provisioning.ServiceChangeAwaited;
  readonly 'provisioning.v1.ServiceCapacityResized': provisioning.ServiceCapacityResized;
  readonly 'provisioning.v1.ServiceChangeStarted': provisioning.ServiceChangeStarted;
  readonly 'provisioning.v1.SegmentAdjusted': provisioning.SegmentAdjusted;
  readonly 'provisioning.v1.SegmentAdjustmentRefused': provisioning.SegmentAdjustmentRefused;
  readonly 'provisioning.v1.SegmentAdjustmentSilent': provisioning.SegmentAdjustmentSilent;
  readonly 'provisioning.v1.ServiceChangeReversed': provisioning.ServiceChangeReversed;
  readonly 'provisioning.v1.ServiceChanged': provisioning.ServiceChanged;
  readonly 'provisioning.v1.ServiceChangeFailed': provisioning.ServiceChangeFailed;
  readonly 'provisioning.v1.ServiceChangeNeedsOperator': provisioning.ServiceChangeNeedsOperator;
}

export type EventType = keyof EventData;

export type AnyEvent = { readonly [T in EventType]: { readonly type: T; readonly data: EventData[T] } }[EventType];

export const eventCodecs: { readonly [T in EventType]: Codec<EventData[T]> } = {
  'advertising.v1.ProviderEnrolled': advertising.ProviderEnrolled,
  'advertising.v1.ProviderKeyReplaced': advertising.ProviderKeyReplaced,
  'advertising.v1.AdvertBatchAccepted': advertising.AdvertBatchAccepted,
  'advertising.v1.AdvertRefused': advertising.AdvertRefused,
  'advertising.v1.SessionEstablished': advertising.SessionEstablished,
  'advertising.v1.SessionLost': advertising.SessionLost,
  'advertising.v1.ResourceAdvertised': advertising.ResourceAdvertised,
  'advertising.v1.ResourceWithdrawn': advertising.ResourceWithdrawn,
  'advertising.v1.CapacityHeld': advertising.CapacityHeld,
  'advertising.v1.CapacityCommitted': advertising.CapacityCommitted,
  'advertising.v1.CapacityResized': advertising.CapacityResized,
  'advertising.v1.CapacityReleased': advertising.CapacityReleased,
  'advertising.v1.HoldResized': advertising.HoldResized,
  'advertising.v1.HoldPlaced': advertising.HoldPlaced,
  'advertising.v1.HoldCommitted': advertising.HoldCommitted,
  'advertising.v1.HoldReleased': advertising.HoldReleased,
  'advertising.v1.HoldWatchStarted': advertising.HoldWatchStarted,
  'advertising.v1.HoldWatchLapsed': advertising.HoldWatchLapsed,
  'advertising.v1.HoldWatchEnded': advertising.HoldWatchEnded,
  'billing.v1.BillingAccountOpened': billing.BillingAccountOpened,
  'billing.v1.BillingAccountEnded': billing.BillingAccountEnded,
  'billing.v1.BillingPhaseBegun': billing.BillingPhaseBegun,
  'billing.v1.SegmentFaultBooked': billing.SegmentFaultBooked,
  'billing.v1.BillingPeriodRevised': billing.BillingPeriodRevised,
  'billing.v1.BillingPeriodShortened': billing.BillingPeriodShortened,
  'billing.v1.BillingPeriodOpened': billing.BillingPeriodOpened,
  'billing.v1.UsageBatchAccepted': billing.UsageBatchAccepted,
  'billing.v1.LocalIdsSynchronised': billing.LocalIdsSynchronised,
  'billing.v1.PartiesMerged': billing.PartiesMerged,
  'billing.v1.UsageIdsTaken': billing.UsageIdsTaken,
  'billing.v1.UsageQuarantined': billing.UsageQuarantined,
  'billing.v1.UsageReleased': billing.UsageReleased,
  'billing.v1.UsageFraudReviewed': billing.UsageFraudReviewed,
  'billing.v1.UsageFraudSuspected': billing.UsageFraudSuspected,
  'billing.v1.UsageRated': billing.UsageRated,
  'billing.v1.BillingPeriodCutOff': billing.BillingPeriodCutOff,
  'billing.v1.BillingPeriodClosed': billing.BillingPeriodClosed,
  'billing.v1.InvoiceIssued': billing.InvoiceIssued,
  'billing.v1.SettlementIssued': billing.SettlementIssued,
  'billing.v1.CorrectionNoteIssued': billing.CorrectionNoteIssued,
  'billing.v1.BillingCycleStarted': billing.BillingCycleStarted,
  'billing.v1.BillingCycleSegmentComplete': billing.BillingCycleSegmentComplete,
  'billing.v1.BillingCyclePeriodEnded': billing.BillingCyclePeriodEnded,
  'billing.v1.BillingCycleUsageAsked': billing.BillingCycleUsageAsked,
  'billing.v1.BillingCycleUsageComplete': billing.BillingCycleUsageComplete,
  'billing.v1.BillingCyclePeriodClosed': billing.BillingCyclePeriodClosed,
  'billing.v1.BillingCycleShortened': billing.BillingCycleShortened,
  'billing.v1.BillingCycleSegmentsChanged': billing.BillingCycleSegmentsChanged,
  'billing.v1.BillingCycleEnded': billing.BillingCycleEnded,
  'billing.v1.DisputeOpened': billing.DisputeOpened,
  'billing.v1.DisputeSettled': billing.DisputeSettled,
  'billing.v1.DisputeWithdrawn': billing.DisputeWithdrawn,
  'billing.v1.AdjustmentPosted': billing.AdjustmentPosted,
  'billing.v1.SupplierCycleStarted': billing.SupplierCycleStarted,
  'billing.v1.SupplierCyclePeriodEnded': billing.SupplierCyclePeriodEnded,
  'billing.v1.SupplierCyclePeriodClosed': billing.SupplierCyclePeriodClosed,
  'billing.v1.SupplierPeriodClosed': billing.SupplierPeriodClosed,
  'contracting.v1.ServiceRequested': contracting.ServiceRequested,
  'contracting.v1.ServiceRequestRefused': contracting.ServiceRequestRefused,
  'contracting.v1.ServiceRequestCompleted': contracting.ServiceRequestCompleted,
  'contracting.v1.QuoteOffered': contracting.QuoteOffered,
  'contracting.v1.QuoteAccepted': contracting.QuoteAccepted,
  'contracting.v1.QuoteExpired': contracting.QuoteExpired,
  'contracting.v1.QuoteDeclined': contracting.QuoteDeclined,
  'contracting.v1.QuoteWithdrawn': contracting.QuoteWithdrawn,
  'contracting.v1.ContractSigned': contracting.ContractSigned,
  'contracting.v1.SupplyContractSigned': contracting.SupplyContractSigned,
  'contracting.v1.ContractVoided': contracting.ContractVoided,
  'contracting.v1.ContractAmended': contracting.ContractAmended,
  'contracting.v1.SupplyContractAmended': contracting.SupplyContractAmended,
  'contracting.v1.ContractTerminated': contracting.ContractTerminated,
  'contracting.v1.ServiceChangeOrdered': contracting.ServiceChangeOrdered,
  'contracting.v1.ServiceChangeCompleted': contracting.ServiceChangeCompleted,
  'contracting.v1.ServiceChangeRejected': contracting.ServiceChangeRejected,
  'contracting.v1.TerminationStarted': contracting.TerminationStarted,
  'contracting.v1.TerminationServiceDown': contracting.TerminationServiceDown,
  'contracting.v1.TerminationEnded': contracting.TerminationEnded,
  'contracting.v1.FulfilmentStarted': contracting.FulfilmentStarted,
  'contracting.v1.FulfilmentQuoted': contracting.FulfilmentQuoted,
  'contracting.v1.FulfilmentCapacityGone': contracting.FulfilmentCapacityGone,
  'contracting.v1.FulfilmentCapacityHeld': contracting.FulfilmentCapacityHeld,
  'contracting.v1.FulfilmentQuoteAccepted': contracting.FulfilmentQuoteAccepted,
  'contracting.v1.FulfilmentQuoteLapsed': contracting.FulfilmentQuoteLapsed,
  'contracting.v1.FulfilmentCapacityCommitted': contracting.FulfilmentCapacityCommitted,
  'contracting.v1.FulfilmentContracted': contracting.FulfilmentContracted,
  'contracting.v1.FulfilmentFailed': contracting.FulfilmentFailed,
  'contracting.v1.FulfilmentEnded': contracting.FulfilmentEnded,
  'contracting.v1.PartyRegistered': contracting.PartyRegistered,
  'contracting.v1.PartyContactChanged': contracting.PartyContactChanged,
  'contracting.v1.PartyForgotten': contracting.PartyForgotten,
  'contracting.v1.PartyKeyErased': contracting.PartyKeyErased,
  'contracting.v1.BuyerKeyRegistered': contracting.BuyerKeyRegistered,
  'contracting.v1.TermsStated': contracting.TermsStated,
  'monitoring.v1.MeasurementsReported': monitoring.MeasurementsReported,
  'monitoring.v1.MeasurementWindowJudged': monitoring.MeasurementWindowJudged,
  'monitoring.v1.SegmentImpaired': monitoring.SegmentImpaired,
  'monitoring.v1.SegmentTried': monitoring.SegmentTried,
  'monitoring.v1.SegmentRestored': monitoring.SegmentRestored,
  'provisioning.v1.ActivationStarted': provisioning.ActivationStarted,
  'provisioning.v1.SegmentActivated': provisioning.SegmentActivated,
  'provisioning.v1.SegmentRefused': provisioning.SegmentRefused,
  'provisioning.v1.SegmentSilent': provisioning.SegmentSilent,
  'provisioning.v1.SegmentReleased': provisioning.SegmentReleased,
  'provisioning.v1.ServiceActivated': provisioning.ServiceActivated,
  'provisioning.v1.ActivationFailed': provisioning.ActivationFailed,
  'provisioning.v1.ActivationCompensated': provisioning.ActivationCompensated,
  'provisioning.v1.ActivationNeedsOperator': provisioning.ActivationNeedsOperator,
  'provisioning.v1.ImpairmentNoted': provisioning.ImpairmentNoted,
  'provisioning.v1.ImpairmentCleared': provisioning.ImpairmentCleared,
  'provisioning.v1.RerouteStarted': provisioning.RerouteStarted,
  'provisioning.v1.RerouteSecured': provisioning.RerouteSecured,
  'provisioning.v1.RerouteFailed': provisioning.RerouteFailed,
  'provisioning.v1.ServiceRerouted': provisioning.ServiceRerouted,
  'provisioning.v1.ServiceImpairmentEnded': provisioning.ServiceImpairmentEnded,
  'provisioning.v1.AlternativesExhausted': provisioning.AlternativesExhausted,
  'provisioning.v1.FreshPathsSought': provisioning.FreshPathsSought,
  'provisioning.v1.RerouteCapacityReturned': provisioning.RerouteCapacityReturned,
  'provisioning.v1.ReleaseNeedsOperator': provisioning.ReleaseNeedsOperator,
  'provisioning.v1.RevertDue': provisioning.RevertDue,
  'provisioning.v1.RevertPutOff': provisioning.RevertPutOff,
  'provisioning.v1.RevertStarted': provisioning.RevertStarted,
  'provisioning.v1.RevertSegmentProven': provisioning.RevertSegmentProven,
  'provisioning.v1.RevertFailed': provisioning.RevertFailed,
  'provisioning.v1.RevertsExhausted': provisioning.RevertsExhausted,
  'provisioning.v1.TeardownScheduled': provisioning.TeardownScheduled,
  'provisioning.v1.TeardownStarted': provisioning.TeardownStarted,
  'provisioning.v1.TeardownCapacityReturned': provisioning.TeardownCapacityReturned,
  'provisioning.v1.TeardownNeedsOperator': provisioning.TeardownNeedsOperator,
  'provisioning.v1.ServiceTerminated': provisioning.ServiceTerminated,
  'provisioning.v1.ServiceChangeAwaited': provisioning.ServiceChangeAwaited,
  'provisioning.v1.ServiceCapacityResized': provisioning.ServiceCapacityResized,
  'provisioning.v1.ServiceChangeStarted': provisioning.ServiceChangeStarted,
  'provisioning.v1.SegmentAdjusted': provisioning.SegmentAdjusted,
  'provisioning.v1.SegmentAdjustmentRefused': provisioning.SegmentAdjustmentRefused,
  'provisioning.v1.SegmentAdjustmentSilent': provisioning.SegmentAdjustmentSilent,
  'provisioning.v1.ServiceChangeReversed': provisioning.ServiceChangeReversed,
  'provisioning.v1.ServiceChanged': provisioning.ServiceChanged,
  'provisioning.v1.ServiceChangeFailed': provisioning.ServiceChangeFailed,
  'provisioning.v1.ServiceChangeNeedsOperator': provisioning.ServiceChangeNeedsOperator,
};

/** Every request that the mesh or an agent answers. */
export const rpcs = [
  advertising.EnrolProvider,
  advertising.HoldCapacity,
  advertising.CommitHold,
  advertising.ResizeHold,
  advertising.ReleaseHold,
  advertising.GetProvider,
  advertising.GetInventory,
  advertising.ListSessions,
  agent.ActivateSegment,
  agent.ReleaseSegment,
  agent.AdjustSegment,
  agent.ReportUsage,
  agent.ResumeAdvertising,
  billing.ReleaseUsage,
  billing.ReviewUsageFraud,
  billing.OpenDispute,
  billing.SettleDispute,
  billing.WithdrawDispute,
  billing.MergeParties,
  billing.GetInvoice,
  billing.ListInvoices,
  billing.GetSettlement,
  billing.ListSettlements,
  billing.GetPeriodStatement,
  billing.ListQuarantinedUsage,
  billing.GetQuarantinedUsage,
  billing.ListDisputes,
  billing.GetDispute,
  billing.GetBillStanding,
  billing.ListRatingRules,
  billing.GetPartyIds,
  contracting.RequestService,
  contracting.AcceptQuote,
  contracting.DeclineQuote,
  contracting.RegisterParty,
  contracting.UpdateParty,
  contracting.RegisterBuyerKey,
  contracting.StateTerms,
  contracting.TerminateContract,
  contracting.ChangeService,
  contracting.ForgetParty,
  contracting.GetServiceRequest,
  contracting.ListServiceRequests,
  contracting.GetContract,
  contracting.EstimateService,
  contracting.GetQuote,
  contracting.ListQuotes,
  contracting.GetParty,
  contracting.GetPriceGuide,
  contracting.ListTerms,
  monitoring.TakeUpStream,
  monitoring.ListProcesses,
  monitoring.ListSegmentMeasurements,
  monitoring.ListAlarms,
  monitoring.GetAlarm,
  monitoring.GetServiceLevel,
  monitoring.ListParkedStreams,
  monitoring.GetParkedStream,
  paths.FindPaths,
  paths.GetLatencies,
  paths.ListSoldKinds,
  paths.ListResources,
  paths.GetTopologySummary,
  provisioning.GetActivation,
] as const;
