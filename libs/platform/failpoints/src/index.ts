export * from './failpoint.js';
export * from './failpoints.js';
export * from './setting.js';
