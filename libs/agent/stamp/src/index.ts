export * from './ntp-time.js';
export * from './packet.js';
export * from './reflector.js';
export * from './session.js';
export * from './window.js';
