export * from './liveness.js';
export * from './measurement-batch.js';
