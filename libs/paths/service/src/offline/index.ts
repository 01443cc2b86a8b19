export { describeGraph } from './description.js';
export type { GraphDescription, LinkDescription, NodeDescription } from './description.js';
export { FieldFault } from './fields.js';
export { MAX_LINE_CHARS, OfflinePaths } from './offline-paths.js';
export { MAX_WORKERS, PathPool } from './path-pool.js';
export type { Line } from './path-pool.js';
export { placeNames } from './place-names.js';
export { UnLocodes } from './un-locodes.js';
