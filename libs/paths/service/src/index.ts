export { paths } from './paths.service.js';
export * from './offline/index.js';
export { searchAsOf, type PastQuestion } from './search-as-of.js';
export { TopologyView } from './topology.view.js';
