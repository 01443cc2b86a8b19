export { exchangeAt, exchangeEnd, maskAt, narrow, useGraph } from './graph';
export { findBothWays } from './both-ways';
export { distanceAt, extendTree, makeTree, reachedOf, secondAt, startTree } from './tree';
export { findBestPaths } from './yen';
export { findCheapest } from './labels';
