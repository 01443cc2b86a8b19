import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchMesh, type LaunchedMesh, type LaunchOptions, type ServerUrls } from '@carriermesh/operator-commands';
import { identify, signalIfSame, type ProcessIdentity } from '@carriermesh/operator-home';
import pg from 'pg';
import { pidOf } from '../support/mesh-processes.js';
import { childrenOf } from '../support/process-family.js';
import type { Fault, Server } from './fault-plan.js';
import { TcpProxy, type Passage } from './tcp-proxy.js';
import { Watchdog } from './watchdog.js';

/** How long a fault waits for a process that is being started again at the moment. */
const TARGET_LIMIT_MS = 20_000;
const POLL_MS = 25;

export type ChaosLaunch = Pick<LaunchOptions, 'homeDirectory' | 'source' | 'behaviours' | 'instances' | 'say'>;

/** A mesh of real processes between which, and to which, anything may happen. */
export class ChaosMesh {
  private readonly paused = new Set<ProcessIdentity>();
  private healed = false;

  private constructor(
    readonly launched: LaunchedMesh,
    /** As clients reach them: over the proxies. */
    readonly urls: ServerUrls,
    private readonly proxies: Readonly<Record<Server, TcpProxy>>,
    private readonly watchdog: Watchdog,
  ) {}

  static async launch(options: ChaosLaunch): Promise<ChaosMesh> {
    const proxies = new Map<Server, TcpProxy>();
    const watchdog = Watchdog.over(options.homeDirectory);
    let urls: ServerUrls | undefined;
    const between = async (servers: ServerUrls): Promise<ServerUrls> => {
      const over = async (server: Server, url: string): Promise<string> => {
        const proxy = await TcpProxy.inFrontOf(Number(new URL(url).port));
        proxies.set(server, proxy);
        return Object.assign(new URL(url), { port: String(proxy.port) }).href;
      };
      urls = { postgresUrl: await over('database', servers.postgresUrl), natsUrl: await over('bus', servers.natsUrl) };
      return urls;
    };
    try {
      const launched = await launchMesh({ ...options, between });
      const [bus, database] = [proxies.get('bus'), proxies.get('database')];
      if (!bus || !database || !urls) throw new Error('the mesh was started without its proxies');
      return new ChaosMesh(launched, urls, { bus, database }, watchdog);
    } catch (error) {
      for (const proxy of proxies.values()) await proxy.close();
      watchdog.stand();
      throw error;
    }
  }

  /** Resolves when the fault is over. @returns whether it could be done: a process that is down already can't be killed */
  async perform(fault: Fault): Promise<boolean> {
    switch (fault.kind) {
      case 'kill':
        return this.kill(fault.target);
      case 'pause':
        return this.pause(fault.target, fault.forMs);
      case 'passage':
        return this.during(fault.to, fault.passage, fault.forMs);
      case 'terminate-connections':
        return this.terminateConnections();
      case 'wipe-bus':
        return this.wipeBus();
    }
  }

  /** Ends every fault that still lasts, and lets none begin. */
  heal(): void {
    this.healed = true;
    for (const proxy of Object.values(this.proxies)) proxy.become({ kind: 'open' });
    for (const process of this.paused) signalIfSame(process, 'SIGCONT');
    this.paused.clear();
  }

  async stop(): Promise<void> {
    this.heal();
    await this.launched.stop();
    for (const proxy of Object.values(this.proxies)) await proxy.close();
    this.watchdog.stand();
  }

  private async kill(name: string): Promise<boolean> {
    const target = await this.target(name);
    return target !== undefined && signalIfSame(target, 'SIGKILL');
  }

  private async pause(name: string, forMs: number): Promise<boolean> {
    const target = await this.target(name);
    if (!target) return false;
    // The database answers with processes of its own, which the main one only watches.
    const family = name === 'postgres' ? [target, ...childrenOf(target.pid).flatMap((pid) => identify(pid) ?? [])] : [target];
    for (const process of family) if (signalIfSame(process, 'SIGSTOP')) this.paused.add(process);
    await sleep(forMs);
    for (const process of family) {
      signalIfSame(process, 'SIGCONT');
      this.paused.delete(process);
    }
    return true;
  }

  private async during(server: Server, passage: Passage, forMs: number): Promise<boolean> {
    if (this.healed) return false;
    this.proxies[server].become(passage);
    await sleep(forMs);
    this.proxies[server].become({ kind: 'open' });
    return true;
  }

  private async terminateConnections(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.launched.postgresUrl, application_name: 'chaos', connectionTimeoutMillis: TARGET_LIMIT_MS });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'");
      return true;
    } catch {
      return false;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** The store is moved away before the kill, so that the next server, who may be quick, can't find it. */
  private async wipeBus(): Promise<boolean> {
    const target = await this.target('nats');
    if (!target) return false;
    const { natsDirectory } = this.launched.home;
    const aside = join(natsDirectory, `wiped-${target.pid}`);
    renameSync(join(natsDirectory, 'jetstream'), aside);
    signalIfSame(target, 'SIGKILL');
    rmSync(aside, { recursive: true, force: true });
    return true;
  }

  private async target(name: string): Promise<ProcessIdentity | undefined> {
    const giveUpAt = performance.now() + TARGET_LIMIT_MS;
    while (!this.healed && performance.now() < giveUpAt) {
      const pid = pidOf(this.launched.home, name);
      const found = pid === undefined ? undefined : identify(pid);
      if (found) return found;
      await sleep(POLL_MS);
    }
    return undefined;
  }
}
