export * from './alarms.js';
export * from './availability.js';
export * from './delay-histogram.js';
export * from './level-slice.js';
export * from './liveness.js';
export * from './measurement-batch.js';
export * from './segment-watch.decider.js';
export * from './service-level.js';
