export * from './decider.js';
export * from './process.js';
export * from './specification.js';
