export * from './ledger.port.js';
export { MAX_BATCH_EVENTS, MAX_WAITING } from './append-queue.js';
export { MAX_APPEND_BYTES, assertAppendable } from './appendable.js';
export { isUniqueViolation, operational, operationalErrorOf } from './postgres-errors.js';
export { MAX_READ_EVENTS, PostgresLedger, type PostgresLedgerOptions } from './postgres-ledger.js';
export { answerToRetry, type RecordedId } from './retried-append.js';
export { LONG_TRANSACTION_MS, type LedgerAlarm } from './transaction-watch.js';
export { SimulatedDatabase } from './simulated-database.js';
export { SimulatedLedger, type AppendFate, type LedgerWeather, type ReadFate, type SimulatedLedgerOptions } from './simulated-ledger.js';
