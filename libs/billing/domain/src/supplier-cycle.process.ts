import { stay, type Process, type Step } from '@carriermesh/decider';
import { invariant, type Instant } from '@carriermesh/kernel';
import type { billing } from '@carriermesh/wire';
import { firstMonthFrom, monthAfter, monthNamed, monthNameOf, settledAt, type MonthName } from './supplier-month.js';

export type SupplierCycleEvent =
  | { readonly type: 'billing.v1.SupplierCycleStarted'; readonly data: billing.SupplierCycleStarted }
  | { readonly type: 'billing.v1.SupplierCyclePeriodEnded'; readonly data: billing.SupplierCyclePeriodEnded }
  | { readonly type: 'billing.v1.SupplierCyclePeriodClosed'; readonly data: billing.SupplierCyclePeriodClosed };

export type SupplierCycleInput =
  | { readonly kind: 'terms-stated'; readonly providerId: string; readonly statedAt: Instant }
  | { readonly kind: 'month-closed'; readonly month: MonthName }
  | { readonly kind: 'time-passed' };

export interface SupplierCycleEffect {
  readonly kind: 'close-month';
  readonly providerId: string;
  readonly month: MonthName;
}

export type SupplierCycleState = { readonly status: 'none' } | { readonly status: 'waiting' | 'closing'; readonly providerId: string; readonly month: MonthName };

/**
 * Settles a supplier's months, one after the other, from the first one that begins after something was agreed of them. It has no end: what corrects a closed month comes
 * however late, and goes with the next one.
 */
export const supplierCycle: Process<SupplierCycleState, SupplierCycleInput, SupplierCycleEvent, SupplierCycleEffect> = {
  name: 'supplier-cycle',
  initial: { status: 'none' },

  react(state, input): Step<SupplierCycleEvent> {
    switch (input.kind) {
      case 'terms-stated': {
        const { providerId, statedAt } = input;
        return state.status === 'none' ? { events: [{ type: 'billing.v1.SupplierCycleStarted', data: { providerId, firstPeriodFrom: monthNamed(firstMonthFrom(statedAt)).from } }] } : stay;
      }
      case 'time-passed':
        return state.status === 'waiting' ? { events: [{ type: 'billing.v1.SupplierCyclePeriodEnded', data: monthOf(state) }] } : stay;
      case 'month-closed':
        return state.status === 'closing' && state.month === input.month ? { events: [{ type: 'billing.v1.SupplierCyclePeriodClosed', data: monthOf(state) }] } : stay;
    }
  },

  evolve(state, { type, data }) {
    if (type === 'billing.v1.SupplierCycleStarted') return { status: 'waiting', providerId: data.providerId, month: monthNameOf(data.firstPeriodFrom) };
    invariant(state.status !== 'none', () => `the months of ${data.providerId} met ${type} before they began`);
    const month = monthNameOf(data.periodFrom);
    return type === 'billing.v1.SupplierCyclePeriodEnded' ? { ...state, status: 'closing', month } : { ...state, status: 'waiting', month: monthAfter(month) };
  },

  outstanding: (state) => (state.status === 'closing' ? [{ kind: 'close-month', key: `close-${state.month}`, providerId: state.providerId, month: state.month }] : []),
  deadline: (state) => (state.status === 'waiting' ? settledAt(state.month) : undefined),
  timeout: () => ({ kind: 'time-passed' }),
  ended: () => undefined,
};

const monthOf = ({ providerId, month }: Extract<SupplierCycleState, { readonly month: MonthName }>): billing.SupplierCyclePeriodEnded => ({ providerId, periodFrom: monthNamed(month).from });
