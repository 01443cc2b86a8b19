export * from './activation.process.js';
export * from './activation-state.js';
