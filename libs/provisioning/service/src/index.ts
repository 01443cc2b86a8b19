export * from './provisioning.service.js';
export { Activation } from './activation.process.js';
export { LineLatencies } from './line-latencies.view.js';
