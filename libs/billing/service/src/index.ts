export { AgreementsView } from './agreements.view.js';
export { billing } from './billing.service.js';
export { InMemoryAgreements } from './in-memory-agreements.js';
export { MAX_BATCH_BYTES, MAX_RECORDS_PER_BATCH, MAX_WATERMARKS_PER_BATCH } from './batch-opening.js';
export { replayInvoice, type ReplayOptions } from './replay/replay-invoice.js';
export { PeriodClosing } from './period-closing.js';
export { renderReplay, replayToJson } from './replay/render-replay.js';
export type * from './replay/replay-report.js';
export { UsageIntake } from './usage-intake.js';
