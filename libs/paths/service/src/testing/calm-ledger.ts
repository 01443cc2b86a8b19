import { instantFromMs, type Instant } from '@carriermesh/kernel';
import { type Ledger, SimulatedDatabase, SimulatedLedger } from '@carriermesh/platform-ledger';
import { createLogger } from '@carriermesh/platform-telemetry';
import { realTimers } from '@carriermesh/platform-time';
import { PastTopologies } from '../past-topologies.js';

/** A ledger over a way on which nothing is slow or lost. Each commit is recorded a millisecond after the one before. */
export function calmLedger(): Ledger {
  let recordedMs = 0;
  const database = new SimulatedDatabase(realTimers, () => instantFromMs((recordedMs += 1)));
  const weather = { append: () => ({ arrivesMs: 0, runsMs: 0, answerMs: 0 }), read: () => ({ arrivesMs: 0, answerMs: 0, isCut: false }), wakeMs: () => 0 };
  return new SimulatedLedger(database, { timers: realTimers, weather });
}

export const pastOf = (raw: Ledger, now: () => Instant): PastTopologies => new PastTopologies({ raw }, { now }, createLogger({ service: 'paths', level: 'silent' }));
