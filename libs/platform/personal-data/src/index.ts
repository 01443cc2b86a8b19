export * from './key-table.port.js';
export * from './master-key.js';
export * from './memory-key-table.js';
export * from './personal-data.port.js';
export * from './postgres-key-table.js';
export * from './wrapped-personal-data.js';
