export * from './alarms.js';
export * from './liveness.js';
export * from './measurement-batch.js';
export * from './segment-watch.decider.js';
