import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createUser } from '@nats-io/nkeys';
import { toHex } from '@carriermesh/kernel';
import type { Running } from '@carriermesh/platform-chassis';
import { signingKey } from '@carriermesh/platform-signing';
import { createLogger } from '@carriermesh/platform-telemetry';
import { startAgent, type AgentIntervals, type AllAdvertised } from '../agent.js';
import { configurationOf } from '../configuration.js';
import { newKeyPem } from './mesh-desk.js';

/** Longer than any step that a test waits for takes, with room for a busy machine. */
const PATIENCE_MS = 20_000;
const POLL_MS = 10;

export interface StartedAgent {
  readonly running: Running;
  /** Resolves when all is on record with the mesh. */
  readonly advertised: Promise<AllAdvertised>;
}

/** One agent's side of the world, for tests: a folder with keys and state, and starts on it. */
export class AgentHome {
  readonly directory = mkdtempSync(join(tmpdir(), 'carriermesh-agent-'));
  readonly publicKeys = new Map<string, Uint8Array>();
  readonly publicNkeys = new Map<string, string>();
  private readonly running = new Set<Running>();

  constructor(readonly providerIds: readonly string[]) {
    for (const id of providerIds) {
      const pem = newKeyPem();
      writeFileSync(join(this.directory, `${id}.pem`), pem);
      this.publicKeys.set(id, signingKey(pem).publicKey);
      const user = createUser();
      writeFileSync(join(this.directory, `${id}.nk`), user.getSeed());
      this.publicNkeys.set(id, user.getPublicKey());
    }
  }

  get stateDirectory(): string {
    return join(this.directory, 'state');
  }

  /** @param changes fields of the configuration file that differ from one without accounts on the sample exchange */
  async start(busUrl: string, operatorPublicKey: Uint8Array, { changes = {}, intervals = {}, healthPort = 0 }: StartOptions = {}): Promise<StartedAgent> {
    const written = {
      busUrl,
      stateDirectory: 'state',
      exchange: { kind: 'sample' },
      clock: 'mesh',
      driver: { kind: 'simulated', seed: 1 },
      providers: this.providerIds.map((id) => ({ id, signingKeyFile: `${id}.pem`, operatorPublicKeyHex: toHex(operatorPublicKey) })),
      ...changes,
    };
    const configuration = configurationOf(written, this.directory);
    const log = createLogger({ service: 'provider-agent', level: 'silent' });
    let heard: (advertised: AllAdvertised) => void = () => undefined;
    const advertised = new Promise<AllAdvertised>((resolve) => (heard = resolve));
    const running = await startAgent({ configuration, log, healthPort, onAdvertised: (all) => heard(all), intervals });
    this.running.add(running);
    return { running, advertised };
  }

  async stop(running: Running): Promise<void> {
    this.running.delete(running);
    await running.stop();
  }

  async close(): Promise<void> {
    await Promise.all([...this.running].map((running) => this.stop(running)));
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export interface StartOptions {
  readonly changes?: object;
  readonly intervals?: Partial<AgentIntervals>;
  readonly healthPort?: number;
}

/** @throws Error saying what was waited for */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const giveUpAtMs = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > giveUpAtMs) throw new Error(`waited ${PATIENCE_MS} ms in vain until ${what}`);
    await sleep(POLL_MS);
  }
}
