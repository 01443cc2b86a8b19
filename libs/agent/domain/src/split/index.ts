export * from './frame-checksum.js';
export * from './member-watch.js';
export * from './rejoiner.js';
export * from './split-frame.js';
export * from './split-member.js';
export * from './spreader.js';
