import { defineService, ProviderKeys } from '@carriermesh/platform-chassis';
import { AccountEnding } from './account-ending.reaction.js';
import { AccountOpening } from './account-opening.reaction.js';
import { AdjustmentPosting } from './adjustment-posting.js';
import { AgreementsView } from './agreements.view.js';
import { BillingCycleRunner } from './billing-cycle.runner.js';
import { BillsView } from './bills.view.js';
import { DisputeDesk } from './dispute-desk.js';
import { GetBillStandingHandler, GetDisputeHandler, OpenDisputeHandler, SettleDisputeHandler, WithdrawDisputeHandler } from './dispute.handler.js';
import { DisputesView } from './disputes.view.js';
import { GetInvoiceHandler } from './get-invoice.query.js';
import { GetPeriodStatementHandler } from './get-period-statement.query.js';
import { GetQuarantinedUsageHandler } from './get-quarantined-usage.query.js';
import { RecordLookup } from './known-records.js';
import { LedgerProgress } from './ledger-progress.view.js';
import { LocalIdRelease } from './local-id-release.reaction.js';
import { LocalIds } from './local-ids.js';
import { ListDisputesHandler } from './list-disputes.query.js';
import { ListInvoicesHandler } from './list-invoices.query.js';
import { ListQuarantinedUsageHandler } from './list-quarantined-usage.query.js';
import { ListRatingRulesHandler } from './list-rating-rules.query.js';
import { PartyContracts } from './party-contracts.view.js';
import { GetPartyIdsHandler, MergePartiesHandler } from './party-ids.handler.js';
import { PartyIdTable } from './party-ids.js';
import { PeriodBooks } from './period-books.js';
import { PeriodClosing } from './period-closing.js';
import { QuarantineView } from './quarantine.view.js';
import { QuarantinedRecords } from './quarantined-records.js';
import { ReleaseUsageHandler } from './release-usage.handler.js';
import { ReviewUsageFraudHandler } from './review-usage-fraud.handler.js';
import { TakenIds } from './taken-ids.js';
import { UsageAlarms } from './usage-alarms.view.js';
import { UsageInbound } from './usage.handler.js';
import { UsageIntake } from './usage-intake.js';
import { GetSettlementHandler, ListSettlementsHandler } from './settlement.query.js';
import { ServiceCourse } from './service-course.reaction.js';
import { SupplierCycleRunner } from './supplier-cycle.runner.js';
import { SupplierMonthClosing } from './supplier-month-closing.js';
import { SupplierSpending } from './supplier-spending.view.js';
import { UsageCertainty } from './usage-certainty.js';
import { UsagePosting } from './usage-posting.js';
import { UsageRelease } from './usage-release.js';

/** Takes usage, rates it, and bills and settles every month of every service. */
export const billing = defineService({
  name: 'billing',
  gathersMs: 100,
  handlers: [
    UsageInbound, ReleaseUsageHandler, ReviewUsageFraudHandler, OpenDisputeHandler, SettleDisputeHandler, WithdrawDisputeHandler,
    GetInvoiceHandler, ListInvoicesHandler, GetSettlementHandler, ListSettlementsHandler, GetPeriodStatementHandler, ListQuarantinedUsageHandler, GetQuarantinedUsageHandler,
    ListDisputesHandler, GetDisputeHandler, GetBillStandingHandler, MergePartiesHandler, GetPartyIdsHandler, ListRatingRulesHandler,
  ],
  processes: [BillingCycleRunner, SupplierCycleRunner],
  views: [AgreementsView, PartyContracts, BillsView, QuarantineView, DisputesView, ProviderKeys, UsageAlarms, SupplierSpending, LedgerProgress],
  reactions: [AccountOpening, ServiceCourse, AccountEnding, LocalIdRelease],
  providers: [
    DisputeDesk, PartyIdTable, AdjustmentPosting, UsageIntake, UsagePosting, UsageCertainty, UsageRelease, QuarantinedRecords, RecordLookup, TakenIds, LocalIds, PeriodBooks, PeriodClosing, SupplierMonthClosing,
  ],
  listens: [
    'advertising.v1.ProviderEnrolled',
    'advertising.v1.ProviderKeyReplaced',
    'contracting.v1.ContractSigned',
    'contracting.v1.SupplyContractSigned',
    'contracting.v1.ContractVoided',
    'contracting.v1.ContractAmended',
    'contracting.v1.TermsStated',
    'provisioning.v1.ServiceActivated',
    'provisioning.v1.ServiceRerouted',
    'provisioning.v1.RerouteFailed',
    'provisioning.v1.ImpairmentNoted',
    'provisioning.v1.ImpairmentCleared',
    'provisioning.v1.ServiceChanged',
    'billing.v1.BillingAccountOpened',
    'billing.v1.BillingPhaseBegun',
    'billing.v1.BillingAccountEnded',
    'billing.v1.LocalIdsSynchronised',
    'billing.v1.UsageQuarantined',
    'billing.v1.UsageReleased',
    'billing.v1.UsageFraudSuspected',
    'billing.v1.UsageFraudReviewed',
    'billing.v1.UsageRated',
    'billing.v1.InvoiceIssued',
    'billing.v1.SettlementIssued',
    'billing.v1.BillingPeriodClosed',
    'billing.v1.CorrectionNoteIssued',
    'billing.v1.DisputeOpened',
    'billing.v1.DisputeSettled',
    'billing.v1.DisputeWithdrawn',
  ],
  publishes: [
    'billing.v1.BillingAccountOpened',
    'billing.v1.BillingPhaseBegun',
    'billing.v1.SegmentFaultBooked',
    'billing.v1.BillingAccountEnded',
    'billing.v1.BillingPeriodOpened',
    'billing.v1.BillingPeriodShortened',
    'billing.v1.BillingPeriodRevised',
    'billing.v1.UsageBatchAccepted',
    'billing.v1.UsageIdsTaken',
    'billing.v1.LocalIdsSynchronised',
    'billing.v1.PartiesMerged',
    'billing.v1.UsageQuarantined',
    'billing.v1.UsageReleased',
    'billing.v1.UsageFraudSuspected',
    'billing.v1.UsageFraudReviewed',
    'billing.v1.UsageRated',
    'billing.v1.BillingPeriodCutOff',
    'billing.v1.BillingPeriodClosed',
    'billing.v1.InvoiceIssued',
    'billing.v1.SettlementIssued',
    'billing.v1.CorrectionNoteIssued',
    'billing.v1.DisputeOpened',
    'billing.v1.DisputeSettled',
    'billing.v1.DisputeWithdrawn',
    'billing.v1.AdjustmentPosted',
    'billing.v1.BillingCycleStarted',
    'billing.v1.BillingCycleSegmentComplete',
    'billing.v1.BillingCyclePeriodEnded',
    'billing.v1.BillingCycleUsageAsked',
    'billing.v1.BillingCycleUsageComplete',
    'billing.v1.BillingCyclePeriodClosed',
    'billing.v1.BillingCycleSegmentsChanged',
    'billing.v1.BillingCycleShortened',
    'billing.v1.BillingCycleEnded',
    'billing.v1.SupplierCycleStarted',
    'billing.v1.SupplierCyclePeriodEnded',
    'billing.v1.SupplierCyclePeriodClosed',
    'billing.v1.SupplierPeriodClosed',
  ],
});
