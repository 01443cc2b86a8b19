export * from './provisioning.service.js';
export { Activation } from './activation.process.js';
