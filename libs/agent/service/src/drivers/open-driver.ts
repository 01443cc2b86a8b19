import { join } from 'node:path';
import type { SwitchDevice } from '@carriermesh/agent-domain';
import type { ProviderInventory } from '@carriermesh/exchange';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { AgentClock } from '../clock.js';
import type { AgentConfiguration } from '../configuration.js';
import { LinuxNetwork } from './linux/linux-network.js';
import { LinuxSwitch } from './linux/linux-switch.js';
import { missingRequirement, missingSwitchRequirement } from './linux/requirements.js';
import type { NetworkDriver } from './network-driver.port.js';
import { SimulatedNetwork, type Behaviour } from './simulated-network.js';

export interface DriverParts {
  readonly configuration: AgentConfiguration;
  readonly inventory: ProviderInventory;
  readonly clock: AgentClock;
  readonly log: Logger;
}

/** @throws OperationalError `misconfigured`, naming what the machine lacks for the driver */
export async function openDriver({ configuration, inventory, clock, log }: DriverParts): Promise<NetworkDriver> {
  const { driver } = configuration;
  if (driver.kind === 'simulated') return new SimulatedNetwork({ inventory, seed: driver.seed, behaviour: behaviourOf(configuration, inventory.id), classes: driver.classes });
  await requireLinux(driver.namespacePrefix);
  const directory = join(configuration.stateDirectory, inventory.id, 'traffic');
  return new LinuxNetwork({ inventory, prefix: driver.namespacePrefix, directory, now: () => clock.now(), log });
}

/** How the provider was told to misbehave; a real network is not told. */
export const behaviourOf = ({ driver }: AgentConfiguration, providerId: string): Behaviour =>
  (driver.kind === 'simulated' ? driver.behaviours.get(providerId) : undefined) ?? {};

/** @throws OperationalError `misconfigured`, naming what is missing */
export async function requireLinux(prefix: string): Promise<void> {
  const missing = await missingRequirement(prefix);
  if (missing !== undefined) throw new OperationalError('misconfigured', `the driver linux needs ${missing}`);
}

/** @throws OperationalError `misconfigured`, naming what the machine lacks for a shared switch */
export async function openLinuxSwitch(prefix: string, device: SwitchDevice): Promise<LinuxSwitch> {
  await requireLinuxSwitch(prefix);
  return new LinuxSwitch(prefix, device);
}

/** @throws OperationalError `misconfigured`, naming what is missing */
export async function requireLinuxSwitch(prefix: string): Promise<void> {
  const missing = await missingSwitchRequirement(prefix);
  if (missing !== undefined) throw new OperationalError('misconfigured', `a shared switch with the driver linux needs ${missing}`);
}
