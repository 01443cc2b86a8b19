export { runAgentCommand, type AgentCommandParts } from './command.js';
export { startAgent, type AgentIntervals, type AgentOptions, type AllAdvertised } from './agent.js';
export { configurationOf, readConfiguration, type AgentConfiguration, type ExchangeSource, type ProviderConfiguration } from './configuration.js';
export type { DriverAnswer, LineMeasurement, NetworkDriver } from './drivers/network-driver.port.js';
export { readTrafficClasses } from './traffic-classes-field.js';
export type { TrafficClass } from '@carriermesh/agent-domain';
export type { Behaviour } from './drivers/simulated-network.js';
