import { viewAsOf } from '@carriermesh/platform-chassis';
import type { LedgerReading, Position } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import { MonthlySpending } from '../monthly-spending.view.js';

/** What contracts came to each month at a revision, made of the ledger alone by the view that quotes are made by. */
export const spendingAsOf = (ledger: Pick<LedgerReading, 'readAll'>, revision: Position, log: Logger): Promise<Pick<MonthlySpending, 'of'>> =>
  viewAsOf(new MonthlySpending(), { ledger, revision, log });
