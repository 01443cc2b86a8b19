import { addExact, NOTHING, type Exact } from './exact.js';

/** What a part of a charge is for. `rate` × `quantity` is `amount`, over the unit that the tariff states. */
export type StepKind =
  | 'connect' | 'initial' | 'increment' | 'unit' | 'tier' | 'tier-fixed' | 'package' | 'percent' | 'fixed'
  | 'free' | 'commit' | 'burst' | 'minimum' | 'maximum';

export interface RatingStep {
  readonly kind: StepKind;
  readonly rate: Exact;
  readonly quantity: Exact;
  readonly amount: Exact;
  readonly fromMs: number;
  readonly untilMs: number;
}

export const amountOf = (steps: readonly RatingStep[]): Exact => steps.reduce((total, { amount }) => addExact(total, amount), NOTHING);

export type RefusalCode = 'unknown-destination' | 'blocked-destination' | 'no-rate' | 'invalid-usage';

/** Why a record has no charge. The code is for programs; the facts name what was asked for and what the tariff has. */
export interface RatingRefusal {
  readonly code: RefusalCode;
  readonly message: string;
  readonly facts: Readonly<Record<string, string>>;
}

export const refusal = (code: RefusalCode, message: string, facts: Readonly<Record<string, string>> = {}): RatingRefusal => ({ code, message, facts });
