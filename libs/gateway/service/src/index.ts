export * from './configuration.js';
export * from './gateway-host.js';
export type { Route } from './http/fastify.js';
export { firmQuoteBody, firmQuoteDetailBody, type FirmQuoteBody, type FirmQuoteDetailBody } from './quotes/firm-quote.body.js';
