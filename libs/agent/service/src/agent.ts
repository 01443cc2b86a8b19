import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { SwitchDevice } from '@carriermesh/agent-domain';
import { readTopologyZoo, sampleExchange, type Exchange, type ProviderInventory } from '@carriermesh/exchange';
import { invariant } from '@carriermesh/kernel';
import { startHealthServer, type Running } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { Advertised } from './advertiser.js';
import { FollowingClock, machineClock } from './clock.js';
import type { AgentConfiguration, ExchangeSource } from './configuration.js';
import type { ProviderContext } from './courier.js';
import { openLinuxSwitch } from './drivers/open-driver.js';
import { readInventory } from './inventory-file.js';
import { agentMetrics } from './metrics.js';
import { ProviderAgent, type ProviderOptions } from './provider-agent.js';
import { makeStateDirectory } from './state-directory.js';
import { startSwitch, type RunningSwitch, type SwitchParts } from './switch/start-switch.js';

/** Providers that connect, advertise or report at the same time. */
export const MAX_PARALLEL_PROVIDERS = 16;
const BUS_RETRY_MS = 500;
const ADVERTISE_RETRY_MS = 5_000;

export interface AgentIntervals {
  readonly measureMs: number;
  readonly reportMs: number;
  readonly registerMs: number;
  readonly renewalCheckMs: number;
}

const INTERVALS: AgentIntervals = { measureMs: 30_000, reportMs: 3_600_000, registerMs: 60_000, renewalCheckMs: 60_000 };

/** All that the providers of this process had to say is on record with the mesh. */
export interface AllAdvertised {
  /** On record, those from before this start included. */
  readonly offers: number;
  /** Sent and receipted since this start. */
  readonly batches: number;
  readonly refusedOffers: number;
  readonly ms: number;
}

export interface AgentOptions {
  readonly configuration: AgentConfiguration;
  readonly log: Logger;
  /** 0 for any free port. */
  readonly healthPort: number;
  readonly onAdvertised?: (advertised: AllAdvertised) => void;
  readonly intervals?: Partial<AgentIntervals>;
}

/** Returns when every provider is connected and can be asked; advertising goes on behind. */
export async function startAgent(options: AgentOptions): Promise<Running> {
  const { configuration, log, intervals } = options;
  const inventories = await inventoriesOf(configuration);
  makeStateDirectory(configuration.stateDirectory);
  const stopping = new AbortController();
  const shared: ProviderOptions['shared'] = {
    clock: configuration.clock === 'mesh' ? new FollowingClock() : machineClock,
    slots: { advert: pLimit(MAX_PARALLEL_PROVIDERS), usage: pLimit(MAX_PARALLEL_PROVIDERS) },
    stopping: stopping.signal,
    log,
  };
  const running: RunningParts = { agents: [] };
  // Before the bus answers, which may take long: whoever waits is told why.
  const health = await startHealth(options, running);
  try {
    if (configuration.switch) running.sharedSwitch = await startSwitch(switchParts(configuration, shared));
    running.agents = await startProviders(configuration, inventories, shared);
  } catch (error) {
    await Promise.all([running.sharedSwitch?.stop(), health.close()]);
    throw error;
  }
  const { agents, sharedSwitch } = running;
  const timers = startTimers(agents, shared, { ...INTERVALS, ...intervals });
  const advertising = advertiseAll(agents, options, stopping.signal).catch((error: unknown) => {
    if (!stopping.signal.aborted) log.error({ error }, 'advertising ended before all was said');
  });
  return {
    healthUrl: health.url,
    stop: async () => {
      timers.forEach(clearInterval);
      stopping.abort();
      await Promise.all([...agents.map((agent) => agent.stop()), sharedSwitch?.stop()]);
      await advertising;
      await health.close();
    },
  };
}

/** What an agent is made of, as far as it has come. */
interface RunningParts {
  agents: readonly ProviderAgent[];
  sharedSwitch?: RunningSwitch;
}

function startHealth({ configuration, healthPort }: AgentOptions, running: RunningParts): ReturnType<typeof startHealthServer> {
  const unconnected = (): readonly string[] => {
    const connected = new Set(running.agents.filter(({ isConnected }) => isConnected).map(({ id }) => id));
    return configuration.providers.filter(({ id }) => !connected.has(id)).map(({ id }) => `provider ${id} is not connected to the bus`);
  };
  return startHealthServer({
    service: 'provider-agent',
    port: healthPort,
    live: async () => [],
    ready: async () => [...unconnected(), ...(running.sharedSwitch?.problems() ?? [])],
    metrics: () => agentMetrics(running.agents),
  });
}

function switchParts(configuration: AgentConfiguration, { clock, log }: Pick<ProviderContext, 'clock' | 'log'>): SwitchParts {
  invariant(configuration.switch, 'no switch is configured');
  const { stateDirectory, driver } = configuration;
  const fabricOf = async (device: SwitchDevice) => (driver.kind === 'linux' ? openLinuxSwitch(driver.namespacePrefix, device) : undefined);
  return { configuration: configuration.switch, stateDirectory, fabricOf, clock, log };
}

async function advertiseAll(agents: readonly ProviderAgent[], { log, onAdvertised }: AgentOptions, stopping: AbortSignal): Promise<void> {
  const startedAtMs = performance.now();
  const results = await Promise.all(agents.map((agent) => advertiseUntilDone(agent, log, stopping)));
  const total = (of: (one: (typeof results)[number]) => number): number => results.reduce((sum, one) => sum + of(one), 0);
  const advertised: AllAdvertised = {
    offers: total(({ offers }) => offers),
    batches: total(({ batches }) => batches),
    refusedOffers: total(({ refusedOffers }) => refusedOffers),
    ms: Math.round(performance.now() - startedAtMs),
  };
  log.info(advertised, 'all offers are on record with the mesh');
  onAdvertised?.(advertised);
}

/** The mesh's absence is the courier's to bear; what fails here is the provider's own disk, which may have room again later. */
async function advertiseUntilDone(agent: ProviderAgent, log: Logger, stopping: AbortSignal): Promise<Advertised> {
  for (;;) {
    try {
      return await agent.advertise();
    } catch (error) {
      stopping.throwIfAborted();
      log.error({ error, providerId: agent.id, waitMs: ADVERTISE_RETRY_MS }, 'advertising failed; it is tried again');
      await sleep(ADVERTISE_RETRY_MS, undefined, { signal: stopping });
    }
  }
}

function startTimers(agents: readonly ProviderAgent[], { log, stopping }: Pick<ProviderContext, 'log' | 'stopping'>, intervals: AgentIntervals): NodeJS.Timeout[] {
  const failed = (what: string, agent: ProviderAgent) => (error: unknown) => {
    if (!stopping.aborted) log.error({ error, providerId: agent.id }, what);
  };
  const renew = (agent: ProviderAgent): void => {
    if (agent.isRenewalDue) agent.advertise().catch(failed('renewing the offers failed; it is tried again', agent));
  };
  return [
    setInterval(() => agents.forEach((agent) => agent.measure()), intervals.measureMs),
    setInterval(() => agents.forEach((agent) => agent.reportFullHours().catch(failed('reporting usage failed; it is tried again', agent))), intervals.reportMs),
    setInterval(() => agents.forEach((agent) => agent.registerPurchases()), intervals.registerMs),
    setInterval(() => agents.forEach(renew), intervals.renewalCheckMs),
  ];
}

async function startProviders(
  configuration: AgentConfiguration,
  inventories: ReadonlyMap<string, ProviderInventory>,
  shared: ProviderOptions['shared'],
): Promise<readonly ProviderAgent[]> {
  const connecting = pLimit(MAX_PARALLEL_PROVIDERS);
  const starts = configuration.providers.map((provider) =>
    connecting(() => whenBusAnswers(shared, () => ProviderAgent.start({ provider, inventory: inventoryOf(inventories, provider.id), configuration, shared }))),
  );
  const settled = await Promise.allSettled(starts);
  const failure = settled.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
  const started = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (!failure) return started;
  await Promise.all(started.map((agent) => agent.stop()));
  throw failure.reason;
}

/** A bus that is not up yet is waited for: the mesh runs elsewhere and may start later. */
async function whenBusAnswers<T>({ log, stopping }: Pick<ProviderContext, 'log' | 'stopping'>, start: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof OperationalError) || !error.retryable) throw error;
      log[tries === 1 ? 'warn' : 'debug']({ error: error.message }, 'the bus does not answer yet; it is tried again');
      await sleep(BUS_RETRY_MS, undefined, { signal: stopping });
    }
  }
}

/** @throws OperationalError `misconfigured` when the networks can't be read, or when one of a provider of the configuration is missing */
export async function inventoriesOf({ exchange, providers }: AgentConfiguration): Promise<ReadonlyMap<string, ProviderInventory>> {
  const owners = exchange.kind === 'inventory' ? [readInventory(exchange.file)] : (await readExchange(exchange)).providers;
  const known = new Map(owners.map((inventory) => [inventory.id, inventory]));
  return new Map(providers.map(({ id }) => [id, inventoryOf(known, id)]));
}

async function readExchange(source: Exclude<ExchangeSource, { kind: 'inventory' }>): Promise<Exchange> {
  if (source.kind === 'sample') return sampleExchange();
  try {
    return await readTopologyZoo(source.directory, source);
  } catch (error) {
    throw new OperationalError('misconfigured', `the exchange can't be read: ${(error as Error).message}`, { cause: error });
  }
}

function inventoryOf(inventories: ReadonlyMap<string, ProviderInventory>, id: string): ProviderInventory {
  const inventory = inventories.get(id);
  if (!inventory) throw new OperationalError('misconfigured', `the exchange has ${inventories.size} providers, and none of the id ${id}`);
  return inventory;
}
