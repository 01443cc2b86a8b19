export * from './best-value.js';
export * from './combination.js';
export * from './figures.js';
export * from './ranking.js';
export * from './request.js';
export * from './scenario.js';
export * from './utilisation.js';
export * from './ways.js';
