export * from './monitoring.service.js';
export { SegmentJudging } from './segment-judging.js';
export { WatchedSegments } from './watched-segments.view.js';
