export * from './advertising-progress.js';
export * from './buyer-api.js';
export type { ExchangeSource } from './exchange-source.js';
export * from './mesh-keys.js';
export * from './mesh-launcher.js';
export * from './order-story.js';
export * from './place-order.js';
export * from './program.js';
export { EXIT, flushed } from './say.js';
