export * from './read-model-store.js';
export * from './view.js';
