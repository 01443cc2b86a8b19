import { join } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { readNkeySeed } from '@carriermesh/platform-bus';
import { portOf, type Running } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { createLogger } from '@carriermesh/platform-telemetry';
import { inventoriesOf, startAgent, type AllAdvertised } from './agent.js';
import { logLevelOf, readConfiguration, type AgentConfiguration, type ProviderConfiguration, type SwitchConfiguration } from './configuration.js';
import { removeNamespaces } from './drivers/linux/fabric.js';
import { removeSwitch } from './drivers/linux/linux-switch.js';
import { requireLinux, requireLinuxSwitch } from './drivers/open-driver.js';
import { AGENT_VERSION } from './heart.js';
import { Journal } from './journal.js';
import { ownStatement, statementCsv } from './own-statement.js';
import { readLocalIds } from './local-ids-file.js';
import { keyOf } from './provider-key.js';
import { checkStateDirectory } from './state-directory.js';
import { checkSwitch, readTls } from './switch/start-switch.js';
import { readSwitchFile } from './switch/switch-file.js';

export interface AgentCommandParts {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Runs until a signal ends the process; the chassis knows how. */
  readonly run: (start: () => Promise<Running>) => Promise<void>;
  readonly onAdvertised: (advertised: AllAdvertised) => void;
}

interface Flags {
  readonly config?: string;
  readonly check?: boolean;
  readonly removeNetwork?: boolean;
  readonly statement?: string;
}

const HELP = `
Environment: CARRIERMESH_AGENT_CONFIG names the file where --config does not; CARRIERMESH_HEALTH_PORT and
CARRIERMESH_LOG_LEVEL go before healthPort and logLevel of the file.
Exit codes: 0 done, 1 an error, which is told in one sentence on standard error.
How to write the file: docs/provider-agent.md`;

/** The command `carriermesh-agent`: reads its configuration, and checks it or runs on it. @returns the exit code */
export async function runAgentCommand(parts: AgentCommandParts): Promise<number> {
  try {
    const flags = flagsOf(parts);
    const file = flags.config ?? parts.env['CARRIERMESH_AGENT_CONFIG'];
    if (!file) throw new OperationalError('misconfigured', 'no configuration is named: say --config FILE, or set CARRIERMESH_AGENT_CONFIG');
    const configuration = withEnvironment(readConfiguration(file), parts.env);
    if (flags.statement !== undefined) parts.say(await stated(configuration, flags.statement));
    else if (flags.check) parts.say(await checked(configuration));
    else if (flags.removeNetwork) parts.say(await removed(configuration));
    else await parts.run(() => start(configuration, parts.onAdvertised));
    return 0;
  } catch (error) {
    // Commander has said what it had to say: help on standard output, a wrong flag on standard error.
    if (error instanceof CommanderError) return error.exitCode;
    parts.complain(`carriermesh-agent: ${error instanceof OperationalError ? error.message : ((error as Error).stack ?? String(error))}\n`);
    return 1;
  }
}

function flagsOf({ argv, say, complain }: AgentCommandParts): Flags {
  return new Command('carriermesh-agent')
    .description("A provider's side of the mesh: advertises what the provider owns, activates segments, measures and meters them.")
    .option('--config <file>', 'the configuration, YAML or JSON')
    .option('--check', 'read the configuration and all that it names, say what is there, and end')
    .addOption(new Option('--remove-network', 'take the namespaces of the driver linux off this machine, with all circuits in them, and end').conflicts('check'))
    .addOption(new Option('--statement <provider>', 'say what the seller owes this provider by its own books, as CSV that a settlement is reconciled with, and end').conflicts(['check', 'removeNetwork']))
    .version(AGENT_VERSION, '--version', 'say which version this is')
    .addHelpText('after', HELP)
    .configureOutput({ writeOut: say, writeErr: complain })
    .exitOverride()
    .parse([...argv], { from: 'user' })
    .opts<Flags>();
}

function withEnvironment(configuration: AgentConfiguration, env: AgentCommandParts['env']): AgentConfiguration {
  const { CARRIERMESH_HEALTH_PORT: port, CARRIERMESH_LOG_LEVEL: level } = env;
  return {
    ...configuration,
    ...(port ? { healthPort: portOf(port, 'CARRIERMESH_HEALTH_PORT') } : {}),
    ...(level ? { logLevel: logLevelOf(level, 'CARRIERMESH_LOG_LEVEL') } : {}),
  };
}

const start = (configuration: AgentConfiguration, onAdvertised: AgentCommandParts['onAdvertised']): Promise<Running> =>
  startAgent({
    configuration,
    log: createLogger({ service: 'provider-agent', level: configuration.logLevel }),
    healthPort: configuration.healthPort,
    onAdvertised,
  });

/** Of an agent that may be running. */
async function stated({ providers, stateDirectory }: AgentConfiguration, providerId: string): Promise<string> {
  if (!providers.some(({ id }) => id === providerId)) throw new OperationalError('misconfigured', `the configuration has no provider "${providerId.slice(0, 80)}": it has ${providers.map(({ id }) => id).join(', ')}`);
  return statementCsv(ownStatement(providerId, await Journal.read(join(stateDirectory, providerId))));
}

async function removed(configuration: AgentConfiguration): Promise<string> {
  const { driver, providers } = configuration;
  if (driver.kind !== 'linux') throw new OperationalError('misconfigured', `the driver ${driver.kind} leaves no network on this machine that could be removed`);
  await requireLinux(driver.namespacePrefix);
  const counts = await Promise.all(providers.map(async ({ id }) => `${id}: ${await removeNamespaces(driver.namespacePrefix, id)} namespaces removed\n`));
  if (!configuration.switch) return counts.join('');
  const { id } = readSwitchFile(configuration.switch.file);
  return `${counts.join('')}switch ${id}: ${await removeSwitch(driver.namespacePrefix, id)} namespaces removed\n`;
}

/** @throws OperationalError `misconfigured` for the first thing that a person has to mend */
async function checked(configuration: AgentConfiguration): Promise<string> {
  const inventories = await inventoriesOf(configuration);
  checkStateDirectory(configuration.stateDirectory);
  if (configuration.driver.kind === 'linux') await requireLinux(configuration.driver.namespacePrefix);
  const lines = configuration.providers.map((provider) => {
    readFilesOf(provider);
    const inventory = inventories.get(provider.id);
    const seenBy = provider.visibleTo.length === 0 ? 'every buyer' : `${provider.visibleTo.length} buyers`;
    return `${provider.id}: ${inventory?.pops.length} PoPs, ${inventory?.links.length} links, ${inventory?.interconnects.length} interconnects, shown to ${seenBy}\n`;
  });
  if (configuration.switch) lines.push(await checkedSwitch(configuration.switch, configuration));
  return `${lines.join('')}The configuration is whole: driver ${configuration.driver.kind}, bus ${configuration.busUrl}, state in ${configuration.stateDirectory}.\n`;
}

async function checkedSwitch({ file, tls }: SwitchConfiguration, { driver, stateDirectory }: AgentConfiguration): Promise<string> {
  const device = readSwitchFile(file);
  const { id, ports, capacityMbps, administrators } = device;
  if (tls) readTls(tls);
  if (driver.kind === 'linux') await requireLinuxSwitch(driver.namespacePrefix);
  await checkSwitch(device, stateDirectory);
  return `switch ${id}: ${ports.length} ports, ${capacityMbps} Mbit/s, ${administrators.size} administrators\n`;
}

function readFilesOf(provider: ProviderConfiguration): void {
  const { busNkeyFile, localIdsFile } = provider;
  keyOf(provider);
  if (busNkeyFile !== undefined) readNkeySeed(busNkeyFile);
  if (localIdsFile !== undefined) readLocalIds(localIdsFile);
}
