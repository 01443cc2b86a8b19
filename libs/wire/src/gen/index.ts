// Generated from proto/ by tools/wire-gen; do not edit.

export * as advertising from './advertising.js';
export * as agent from './agent.js';
export * as billing from './billing.js';
export * as common from './common.js';
export * as contracting from './contracting.js';
export * as ledger from './ledger.js';
export * as monitoring from './monitoring.js';
export * as paths from './paths.js';
export * as provisioning from './provisioning.js';
export * as tariff from './tariff.js';
export * from './registry.js';
