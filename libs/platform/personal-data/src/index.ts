export * from './master-key.js';
export * from './personal-data.port.js';
export * from './postgres-personal-data.js';
