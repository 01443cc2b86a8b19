import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectBus, NatsBus, type CallContext } from '@carriermesh/platform-bus';
import { ClockHands, startRelay, startService, type MeshEnvironment, type Running, type ServiceDefinition, TypedLedger } from '@carriermesh/platform-chassis';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { signingKey, type SigningKey } from '@carriermesh/platform-signing';
import { startNats, startPostgres, type TestNats, type TestPostgres } from '@carriermesh/platform-testing';
import { instantFromMs, type Instant } from '@carriermesh/kernel';
import { v7 } from 'uuid';

const MASTER_KEY_BYTES = 32;

export interface TrialOptions {
  readonly services: readonly ServiceDefinition[];
  /** Text for nats-server: accounts, where a suite is about them. */
  readonly natsConfig?: string;
  readonly logLevel?: string;
}

/** Some services of the mesh on a real PostgreSQL and a real NATS, in the suite's own process. */
export class TrialMesh {
  readonly operator: SigningKey;
  private readonly running: Running[] = [];
  private offsetNs = 0n;
  private stopAll: () => Promise<void> = async () => undefined;

  private constructor(
    readonly postgres: TestPostgres,
    readonly nats: TestNats,
    readonly environment: MeshEnvironment,
    /** A connection of the suite's own, as the mesh's user. */
    readonly connection: NatsConnection,
    readonly bus: NatsBus,
    readonly ledger: TypedLedger,
    readonly hands: ClockHands,
  ) {
    this.operator = signingKey(environment.signingKeyPem);
  }

  static async start({ services, natsConfig, logLevel = 'silent' }: TrialOptions): Promise<TrialMesh> {
    // What a suite does not get it can't stop: whatever fails here must not leave servers running.
    const stops: (() => Promise<unknown>)[] = [];
    const stopAll = async (): Promise<void> => {
      for (const stop of stops.splice(0).reverse()) await stop();
    };
    try {
      const postgres = await startPostgres();
      stops.push(() => postgres.stop());
      const nats = await startNats(natsConfig === undefined ? {} : { config: natsConfig });
      stops.push(() => nats.stop());
      const bus = { url: nats.url };
      const environment: MeshEnvironment = { databaseUrl: postgres.url, bus, signingKeyPem: newKeyPem(), masterKey: randomBytes(MASTER_KEY_BYTES), healthPort: 0, logLevel };
      const mesh = await TrialMesh.connect(postgres, nats, environment, stops);
      stops.push(() => mesh.stopServices());
      mesh.running.push(await startRelay(environment));
      for (const service of services) await mesh.add(service);
      mesh.stopAll = stopAll;
      return mesh;
    } catch (error) {
      await stopAll();
      throw error;
    }
  }

  private static async connect(postgres: TestPostgres, nats: TestNats, environment: MeshEnvironment, stops: (() => Promise<unknown>)[]): Promise<TrialMesh> {
    const connection = await connectBus({ ...environment.bus, name: 'trial' });
    stops.push(() => connection.close());
    const bus = new NatsBus(connection, 'trial');
    const hands = new ClockHands(postgres.url, bus);
    await hands.allowMoving();
    const raw = await PostgresLedger.open({ connectionString: postgres.url, applicationName: 'trial' });
    stops.push(() => raw.close());
    const ledger = new TypedLedger(raw, { now: () => instantFromMs(Date.now()) }, { next: () => v7() });
    return new TrialMesh(postgres, nats, environment, connection, bus, ledger, hands);
  }

  /** Starts one more service, or a second instance of one. */
  async add(service: ServiceDefinition): Promise<Running> {
    const running = await startService(service, this.environment);
    this.running.push(running);
    return running;
  }

  /** The time that the mesh's clock shows. */
  now(): Instant {
    return (instantFromMs(Date.now()) + this.offsetNs) as Instant;
  }

  async advance(byNs: bigint): Promise<void> {
    this.offsetNs = (await this.hands.advance(byNs)) ?? this.offsetNs;
  }

  context(actor: string, correlationId: string = v7()): CallContext {
    return { actor, correlationId, causationId: correlationId };
  }

  stop(): Promise<void> {
    return this.stopAll();
  }

  private async stopServices(): Promise<void> {
    for (const running of this.running.splice(0).reverse()) await running.stop();
  }
}

/** A new Ed25519 key, PKCS #8 PEM. */
export function newKeyPem(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** Asks again until the answer is there. For what follows an event in its own time; the limit is a failure, not a measure. */
export async function eventually<T>(what: string, probe: () => Promise<T | undefined>, limitMs = 15_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
