import { checkCapacity } from './capacity-check.js';
import { checkAnswered, checkHeads, checkOrigin, checkReceipts, checkSequence } from './evidence-check.js';
import type { ChaosHistory, Finding } from './history.js';
import { checkOrders, checkSegments } from './order-check.js';
import { checkBills, checkReplays, checkUsage } from './usage-check.js';

const CHECKS: Readonly<Record<string, (history: ChaosHistory) => readonly Finding[]>> = {
  'I1 no oversell, and nothing left over': checkCapacity,
  'I2 each record once, in its month': checkUsage,
  'I2 I3 bills add up': checkBills,
  'I4 every head that was handed out': checkHeads,
  'I5 every order has one end': checkOrders,
  'I5 the agents agree on what is active': checkSegments,
  'I6 origin': checkOrigin,
  'I7 every receipt is in the ledger': checkReceipts,
  'I8 replays': checkReplays,
  'I9 sequence': checkSequence,
  'I13 every batch was receipted': checkAnswered,
};

export interface CheckResult {
  readonly check: string;
  readonly findings: readonly Finding[];
}

/** Holds what is left of a run against the invariants. It asks nobody: all that it knows is in the history. */
export const checkHistory = (history: ChaosHistory): readonly CheckResult[] =>
  Object.entries(CHECKS).map(([check, findings]) => ({ check, findings: findings(history) }));
