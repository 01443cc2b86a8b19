export * from './ed25519.js';
export * from './envelope.js';
export * from './small-order-keys.js';
