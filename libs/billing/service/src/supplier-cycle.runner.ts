import { Inject, Injectable } from '@nestjs/common';
import { isOfMonth, supplierCycle, type SupplierCycleEffect, type SupplierCycleEvent, type SupplierCycleInput, type SupplierCycleState } from '@carriermesh/billing-domain';
import type { AnyStoredEvent, EffectCall, ProcessRunner } from '@carriermesh/platform-processes';
import { SupplierMonthClosing } from './supplier-month-closing.js';

@Injectable()
export class SupplierCycleRunner implements ProcessRunner<SupplierCycleState, SupplierCycleInput, SupplierCycleEvent, SupplierCycleEffect> {
  readonly process = supplierCycle;
  readonly category = 'suppliercycle';
  readonly listens = ['contracting.v1.TermsStated'];

  constructor(@Inject(SupplierMonthClosing) private readonly closing: SupplierMonthClosing) {}

  /** Terms that say nothing of the month begin nothing. */
  route({ type, data }: AnyStoredEvent): { readonly id: string; readonly input: SupplierCycleInput } | undefined {
    if (type !== 'contracting.v1.TermsStated' || data.terms.terms.kind !== 'supplier' || !isOfMonth(data.terms.terms.supplier)) return undefined;
    const { providerId } = data.terms.terms.supplier;
    return { id: providerId, input: { kind: 'terms-stated', providerId, statedAt: data.statedAt } };
  }

  async perform({ providerId, month }: SupplierCycleEffect, { context }: EffectCall): Promise<SupplierCycleInput> {
    await this.closing.close(providerId, month, context);
    return { kind: 'month-closed', month };
  }
}
