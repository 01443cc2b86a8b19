export { contracting } from './contracting.service.js';
export { orderIdOf } from './ids.js';
export { InMemoryPlaces } from './in-memory-places.js';
export { OrderFulfilmentRunner } from './order-fulfilment.runner.js';
export { Gazetteer, PopPlaces } from './pop-places.view.js';
export * from './offline/index.js';
export * from './replay/replay-contract.js';
export * from './replay/replay-quote.js';
