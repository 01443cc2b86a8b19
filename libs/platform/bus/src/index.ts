export * from './bus.port.js';
export * from './event-follower.js';
export * from './event-messages.js';
export * from './nats-bus.js';
export * from './nats-connection.js';
export * from './nats-transport.js';
export * from './headers.js';
export * from './relay.js';
