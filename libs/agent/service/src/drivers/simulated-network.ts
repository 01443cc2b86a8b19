import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { carryingIn, measuredAt, octetsCarried, type Segment } from '@carriermesh/agent-domain';
import type { ProviderInventory } from '@carriermesh/exchange';
import type { Instant, Period } from '@carriermesh/kernel';
import { signingKey, type SigningKey } from '@carriermesh/platform-signing';
import type { DriverAnswer, LineMeasurement, NetworkDriver } from './network-driver.port.js';

/** How a simulated provider misbehaves; absent: it does what it is asked, at once. */
export interface Behaviour {
  /** Says no to every activation. */
  readonly refuse?: boolean;
  /** Says no to every adjustment that would change anything. */
  readonly refuseAdjustments?: boolean;
  /** Answers neither activations nor adjustments nor releases. */
  readonly silent?: boolean;
  /** Takes so long for an activation; a release is done at once. */
  readonly answerAfterMs?: number;
  /** Signs its receipts with a key that is not its own, under its own key's name. */
  readonly lieAboutKey?: boolean;
}

export interface SimulationOptions {
  readonly inventory: ProviderInventory;
  /** The same seed gives the same network on every machine. */
  readonly seed: number;
  readonly behaviour: Behaviour;
}

/** A network without equipment: traffic and latencies are functions of the seed, the segment and the time. */
export class SimulatedNetwork implements NetworkDriver {
  private readonly closing = new AbortController();
  private readonly linkLatencyNs: ReadonlyMap<string, bigint>;

  constructor(private readonly options: SimulationOptions) {
    this.linkLatencyNs = new Map(options.inventory.links.map(({ id, latencyNs }) => [id, latencyNs]));
  }

  /** It forgets nothing, since it keeps nothing. */
  async restore(): Promise<void> {}

  async activate(): Promise<DriverAnswer> {
    const { refuse, silent, answerAfterMs } = this.options.behaviour;
    if (silent) return never();
    if (answerAfterMs !== undefined) await this.wait(answerAfterMs);
    return refuse ? { kind: 'refused', reason: 'the simulated provider refuses every segment' } : { kind: 'done' };
  }

  async adjust(): Promise<DriverAnswer> {
    const { refuseAdjustments, silent } = this.options.behaviour;
    if (silent) return never();
    return refuseAdjustments ? { kind: 'refused', reason: 'the simulated provider refuses every adjustment' } : { kind: 'done' };
  }

  async release(): Promise<DriverAnswer> {
    return this.options.behaviour.silent ? never() : { kind: 'done' };
  }

  async meter(segment: Segment, period: Period): Promise<bigint> {
    const { segmentId } = segment;
    return carryingIn(segment, period).reduce((octets, part) => octets + octetsCarried({ segmentId, mbps: part.mbps, seed: this.options.seed }, part.period), 0n);
  }

  /** A segment lies between two PoPs of the provider: its links count, and the handovers at its ends don't. */
  async measure({ segmentId, resourceIds }: Segment, at: Instant): Promise<LineMeasurement> {
    const { inventory, seed } = this.options;
    const latencyNs = resourceIds.reduce((sum, id) => sum + (this.linkLatencyNs.get(id) ?? 0n), 0n);
    return measuredAt({ segmentId, seed, latencyNs, jitterNs: inventory.sla.jitterNs, lossPpm: inventory.sla.lossPpm }, at);
  }

  close(): void {
    this.closing.abort();
  }

  private wait(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.closing.signal }).catch(() => never());
  }
}

const never = <T>(): Promise<T> => new Promise(() => undefined);

/** A key that nobody enrolled, which claims to be the provider's. */
export function forgedKey({ keyId }: Pick<SigningKey, 'keyId'>): SigningKey {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { ...signingKey(pem), keyId };
}
