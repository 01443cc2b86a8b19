export * from './configuration.js';
export * from './gateway-host.js';
export { firmQuoteBody, firmQuoteDetailBody, type FirmQuoteBody, type FirmQuoteDetailBody } from './quotes/firm-quote.body.js';
