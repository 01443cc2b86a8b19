export * from './operational-error.js';
