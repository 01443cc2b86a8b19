export * from './activation.process.js';
export * from './activation-state.js';
export * from './care.js';
export * from './line-latencies.js';
export * from './rerouting.js';
export * from './segment-answers.js';
export * from './teardown.js';
export * from './teardown-state.js';
