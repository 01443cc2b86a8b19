import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { agent } from '@carriermesh/wire';
import { Bills } from './bills.js';
import type { Check } from './check.js';
import { Course } from './course.js';
import { Disputes } from './disputes.js';
import { Endings } from './endings.js';
import { SupplierMonths } from './supplier-months.js';
import { TariffBills } from './tariff-bills.js';
import { Usage } from './usage.js';

/**
 * What is owed under every contract of a ledger, reckoned a second time from what parties signed and what happened to services, and held against
 * every bill: with arithmetic, a calendar and a history of its own, which share no line with those that bills are made by (I3).
 */
export class BillAudit implements Check {
  readonly course = new Course();
  readonly endings: Endings;
  readonly usage: Usage;
  readonly disputes: Disputes;
  readonly bills: Bills;
  readonly tariffs: TariffBills;
  readonly supplierMonths = new SupplierMonths();

  /** @param operatorKey the raw Ed25519 public key that amendments are sealed with */
  constructor(operatorKey: Uint8Array) {
    this.endings = new Endings(operatorKey);
    this.usage = new Usage(this.endings, this.course);
    this.disputes = new Disputes(this.usage, this.course);
    this.bills = new Bills(this.usage, this.endings, this.course, this.disputes);
    this.tariffs = new TariffBills(this.usage, this.endings, this.course);
  }

  take(event: AnyStoredEvent): void {
    for (const check of [this.course, this.endings, this.usage, this.disputes, this.bills, this.tariffs, this.supplierMonths]) check.take(event);
  }

  /** @param presented by provider: every record that it sent and has a receipt for */
  finish(presented: ReadonlyMap<string, readonly Pick<agent.UsageRecord, 'recordId'>[]> = new Map()): void {
    this.bills.finish();
    this.disputes.finish((contractId) => this.bills.isBilledWhole(contractId));
    this.endings.finish(this.bills.billedUntilOf);
    this.usage.finish(presented);
  }
}
