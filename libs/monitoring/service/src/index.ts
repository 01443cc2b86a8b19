export * from './monitoring.service.js';
