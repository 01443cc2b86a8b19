export * from './merkle-proofs.js';
export * from './merkle-tree.js';
