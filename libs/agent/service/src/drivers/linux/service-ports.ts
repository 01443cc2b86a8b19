import type { SeenPorts } from './circuits.js';
import type { Endpoints } from './endpoints.js';
import { carryOut, carryOutAll, portsIn } from './kernel.js';
import { checking, holdBack, joining, keyOf, letOut, portMaking, portRemoval, turningLines, twoWaysOf, type ServicePort, type TwoWays } from './service-port-plan.js';

/** So long a port waits for the next circuit of its service, where an old one had to make way for a new one. */
const WAITING_MS = 120_000;

interface Running {
  readonly port: ServicePort;
  /** Present once its last circuit is to go, and another one may come. */
  readonly waitsUntilMs?: number;
  /** By which it was joined to its circuits; absent where that has to be done again. */
  readonly joined?: string;
  readonly twoWays?: TwoWays | undefined;
}

/**
 * Customers' ports that one provider has. A service that moves keeps its port here: while two of its circuits are up both carry all that comes in, and the exit takes
 * one of them, and turns by itself as soon as that one falls silent (1+1, ITU-T G.8031). So nobody at the other end has to be asked when the old circuit may go.
 */
export class ServicePorts {
  private readonly running = new Map<string, Running>();

  constructor(
    private readonly endpoints: Endpoints,
    private readonly complain: (error: unknown) => void,
  ) {}

  /**
   * Makes these ports be there, each joined to its circuits, and no others. One that can't be made now is complained of, and done at the next call.
   * @param remade segments of which the circuits were made anew, and have forgotten what they were told
   * @param seen what the kernel has in their PoPs; without it only what has changed is looked at
   * @throws OperationalError `unavailable` or `timeout` where that is the port of a segment of `remade`
   */
  async follow(ports: readonly ServicePort[], remade: ReadonlySet<string> = new Set(), seen?: SeenPorts): Promise<void> {
    const wanted = new Set(ports.map(keyOf));
    for (const [key, one] of [...this.running]) if (!wanted.has(key) && !isWaiting(one)) await this.remove(key, one);
    const failed: unknown[] = [];
    for (const port of ports) {
      const isRemade = port.ways.some(({ segmentId }) => remade.has(segmentId));
      await this.ensure(port, isRemade, seen).catch((error: unknown) => (isRemade ? failed.push(error) : this.complain(error)));
    }
    if (failed.length > 0) throw failed[0];
  }

  /** Ports that no circuit is joined to now. */
  waiting(): readonly ServicePort[] {
    return [...this.running.values()].filter(isWaiting).map(({ port }) => port);
  }

  /** The circuit is to go: where another one carries the service here, the exit takes that one before. */
  async leave(segmentId: string): Promise<void> {
    for (const [key, one] of [...this.running]) {
      const { port, twoWays } = one;
      const leaving = twoWays?.ways.find((way) => way.segmentId === segmentId);
      const other = twoWays?.ways.find((way) => way !== leaving);
      if (!twoWays || !leaving || !other) continue;
      // From here on nothing turns it back.
      await this.endpoints.unguard(twoWays).catch(this.complain);
      this.running.set(key, { ...one, twoWays: undefined });
      await carryOut({ command: 'tc', namespace: port.namespace, lines: [letOut(other), holdBack(leaving)] });
    }
  }

  /** The circuit goes now: where it is the last one, its port stays for a while, as another one may come. */
  wait(segmentId: string): void {
    for (const [key, { port }] of [...this.running])
      if (port.ways.every((way) => way.segmentId === segmentId)) this.running.set(key, { port, waitsUntilMs: performance.now() + WAITING_MS });
  }

  private async remove(key: string, { port, twoWays }: Running): Promise<void> {
    if (twoWays) await this.endpoints.unguard(twoWays).catch(this.complain);
    await carryOutAll(portRemoval(port));
    this.running.delete(key);
  }

  private async ensure(port: ServicePort, isRemade: boolean, seen: SeenPorts | undefined): Promise<void> {
    const { namespace, port: { name } } = port;
    const before = this.running.get(keyOf(port));
    const isSame = before?.joined === signatureOf(port) && !isRemade;
    if (!isSame || seen?.get(namespace)?.has(name) === false) return this.join(port, before?.twoWays);
    // The process that guards it may have ended since, and what started in its place is told of it here.
    if (seen && before.twoWays) await this.endpoints.guard(before.twoWays);
  }

  private async join(port: ServicePort, before: TwoWays | undefined): Promise<void> {
    const { namespace, ways } = port;
    const twoWays = twoWaysOf(port);
    const carrying = ways.filter(({ isCarrying }) => isCarrying);
    // Whatever fails below is done again, all of it.
    this.running.set(keyOf(port), { port, twoWays: before });
    const isThere = (await portsIn(namespace)).some(({ name }) => name === port.port.name);
    if (!isThere) await carryOutAll(portMaking(port));
    if (before && before.name !== twoWays?.name) await this.endpoints.unguard(before);
    if (twoWays) {
      const idle = carrying.filter((way) => !twoWays.ways.includes(way));
      // Before the new one is joined, or the customer would have each frame twice.
      await carryOut({ command: 'tc', namespace, lines: [...(before?.name === twoWays.name ? [] : turningLines(twoWays).working), ...idle.map(holdBack)] });
      await carryOutAll(checking(twoWays));
      // Unwatched, the exit stays where it is until the other way goes.
      await this.endpoints.guard(twoWays).catch(this.complain);
    }
    // One that is alone may have been held back before.
    await carryOut({ command: 'tc', namespace, lines: [...(twoWays ? [] : carrying.map(letOut)), ...joining(port)] });
    this.running.set(keyOf(port), { port, joined: signatureOf(port), twoWays });
  }
}

const isWaiting = ({ waitsUntilMs = 0 }: Running): boolean => waitsUntilMs > performance.now();

const signatureOf = ({ ways }: ServicePort): string => ways.map(({ segmentId, isCarrying }) => `${segmentId} ${isCarrying}`).join(', ');
