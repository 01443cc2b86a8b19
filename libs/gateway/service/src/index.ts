export * from './configuration.js';
export * from './gateway-host.js';
export type { Route } from './http/fastify.js';
