export * from './provisioning.service.js';
