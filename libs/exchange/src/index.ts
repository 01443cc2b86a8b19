export * from './exchange.js';
export * from './exchange-error.js';
export { sampleExchange } from './sample/sample-exchange.js';
export { readTopologyZoo, type TopologyZooOptions } from './topology-zoo.js';
export type { InterconnectModel } from './interconnect-pairs.js';
