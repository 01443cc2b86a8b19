export * from './process-engine.js';
export * from './process-runner.js';
export * from './process-surroundings.js';
export * from './stored-event.js';
