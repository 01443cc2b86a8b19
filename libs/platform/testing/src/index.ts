export * from './free-port.js';
export * from './nats.js';
export * from './postgres.js';
