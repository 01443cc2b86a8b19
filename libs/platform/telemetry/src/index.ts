export * from './logger.js';
export * from './tracing.js';
export type { SpanRecord } from './file-span-exporter.js';
