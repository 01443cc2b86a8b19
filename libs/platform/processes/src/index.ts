export * from './process-engine.js';
export * from './process-runner.js';
export * from './stored-event.js';
