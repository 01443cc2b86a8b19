export * from './codec.js';
export * from './events.js';
export * from './gen/index.js';
export * from './json.js';
export * from './rpc.js';
export * from './subjects.js';
export * from './wire-error.js';
