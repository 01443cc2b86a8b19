export { exchangeAt, exchangeEnd, maskAt, narrow, useGraph } from './graph';
export { findBothWays } from './both-ways';
export { distancesAt, extendTree, makeTree, reachedOf, startTree } from './tree';
export { findBestPaths } from './yen';
export { findCheapest } from './labels';
