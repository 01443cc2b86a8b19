export { actorOf } from './loaded.js';
export * from './process-engine.js';
export * from './process-runner.js';
export * from './process-surroundings.js';
export * from './stored-event.js';
