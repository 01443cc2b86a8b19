export * from './bandwidth.js';
export * from './bytes.js';
export * from './ids.js';
export * from './instant.js';
export * from './integers.js';
export * from './invariant.js';
export * from './money.js';
export * from './period.js';
