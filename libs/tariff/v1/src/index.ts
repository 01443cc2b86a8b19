export * from './apportion.js';
export * from './capacity.js';
export * from './price-list.js';
export * from './rounding.js';
export * from './usage.js';
