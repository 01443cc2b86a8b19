export { KurrentDbLedger, MAX_EVENT_BYTES, type KurrentDbLedgerOptions } from './kurrentdb-ledger.js';
