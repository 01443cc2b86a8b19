import { parseInstant, type Instant } from '@carriermesh/kernel';
import { orderIdOf, Seller } from '@carriermesh/contracting-service';
import { SimulatedDatabase } from '@carriermesh/platform-ledger';
import { advertising } from '@carriermesh/wire';
import type { Class } from './mesh/injector.js';
import { keyOf } from './mesh/ids.js';
import { REPLACED, SERVICES } from './mesh/mesh-services.js';
import { SimulatedMesh } from './mesh/simulated-mesh.js';
import { ViewTables } from './mesh/view-tables.js';
import { Courier } from './parties/courier.js';
import { Disputants } from './parties/disputants.js';
import { HandedOut } from './parties/handed-out.js';
import { Intruder } from './parties/intruder.js';
import { offersOf, PROVIDERS, type ProviderId } from './parties/market.js';
import { type Mood, ProviderAgent } from './parties/provider-agent.js';
import { sellerOf } from './parties/rate-plans.js';
import { BUYERS } from './parties/seller.js';
import { MachineProcess } from './world/machine-process.js';
import { NetworkBus } from './world/network.js';
import { Random } from './world/random.js';
import { World } from './world/world.js';
import type { Trace } from './world/trace.js';

/** Days on which something is odd: ends of months and years, a leap day, both changes of Berlin's clocks, and one of no note. */
const STARTS = ['2026-01-31T22:10:00Z', '2026-03-28T23:30:00Z', '2026-10-24T22:45:00Z', '2026-12-31T23:59:00Z', '2028-02-28T12:00:00Z', '2027-06-15T08:00:00Z'];
/** In so many runs in a hundred an agent loses its books. */
const LOSING_PERCENT = 20;
/** In so many runs in a hundred providers ask fees, by one of so many books: each offer of a book is signed once for all runs. */
const FEES_PERCENT = 40;
const FEE_BOOKS = 4;
const CAPACITIES_MBPS = [300, 500, 1_000];

export interface RunOptions {
  /** Classes in whose place others are made: how a planted bug gets in. */
  readonly planted?: ReadonlyMap<Class, Class>;
  /** The database's class, likewise. */
  readonly database?: typeof SimulatedDatabase;
  /** And that of the rows. */
  readonly tables?: typeof ViewTables;
  /** That one of two instances is removed for good, which otherwise some runs see. */
  readonly removesOne?: boolean;
}

/** One mesh with its providers and buyers, from one seed. */
export class Run {
  readonly world: World;
  readonly mesh: SimulatedMesh;
  readonly handedOut = new HandedOut();
  readonly agents = new Map<ProviderId, ProviderAgent>();
  readonly couriers = new Map<ProviderId, Courier>();
  readonly moods = new Map<string, Mood>();
  readonly random: Random;
  readonly capacityMbps: number;
  readonly feeBook: number;
  readonly startAt: Instant;
  readonly client: MachineProcess;
  readonly intruder: Intruder;
  readonly disputants: Disputants;
  readonly removesOne: boolean;

  constructor(seed: number, trace: Trace, { planted = new Map(), database = SimulatedDatabase, tables = ViewTables, removesOne = false }: RunOptions = {}) {
    const random = (this.random = Random.of(seed, 'run'));
    this.startAt = parseInstant(random.pick(STARTS)) as Instant;
    this.removesOne = removesOne;
    this.capacityMbps = random.pick(CAPACITIES_MBPS);
    this.world = new World(seed, trace, this.startAt);
    const fees = this.world.random('fees');
    this.feeBook = fees.below(100) < FEES_PERCENT ? fees.between(1, FEE_BOOKS) : 0;
    const seller = [Seller, sellerOf(BUYERS, this.world.random('rate plans'))] as const;
    this.mesh = new SimulatedMesh(this.world, { replaced: new Map<Class, Class>([...REPLACED, seller, ...planted]), database, tables });
    // People do not crash; their requests do.
    this.client = new MachineProcess(this.world, 'people');
    this.intruder = new Intruder(this.mesh, this.client);
    this.disputants = new Disputants(this.mesh, this.client, this.handedOut);
  }

  populate(): void {
    const { mesh, random } = this;
    for (const service of SERVICES) mesh.addService(service, random.chance(0.5) ? 2 : 1);
    mesh.addRelay('relay');
    for (const id of PROVIDERS) {
      const courier = new Courier(mesh, id, this.handedOut);
      const agent = new ProviderAgent(mesh, id, courier, (segmentId) => this.moodOf(segmentId));
      this.agents.set(id, agent);
      this.couriers.set(id, courier);
      mesh.add(`agent-${id}`, (process) => agent.run(process));
      courier.advertise(this.offersOf(id));
      void this.enrol(id);
    }
  }

  /** All that a provider has to sell, as much of it as all of them or another figure. */
  offersOf(id: ProviderId, capacityMbps = this.capacityMbps): readonly advertising.SignedOffer[] {
    return offersOf(id, { capacityMbps, feeBook: this.feeBook, since: this.startAt });
  }

  /** Of this order the first network answers late and the second refuses. */
  doom(buyerId: string, requestId: string): void {
    const orderId = orderIdOf({ buyerId, requestId });
    const uuid = orderId.slice(orderId.indexOf('_') + 1);
    this.moods.set(`seg_${uuid}-1`, 'late');
    this.moods.set(`seg_${uuid}-2`, 'refuses');
  }

  /** The mood that was set for an order's segment, or one by chance. */
  private moodOf(segmentId: string): Mood {
    const known = this.moods.get(segmentId);
    if (known) return known;
    const drawn = this.world.random(`mood ${segmentId}`).below(100);
    const mood = drawn < 70 ? 'prompt' : drawn < 80 ? 'refuses' : drawn < 88 ? 'late' : drawn < 94 ? 'silent' : drawn < 97 ? 'mute' : 'liar';
    this.moods.set(segmentId, mood);
    return mood;
  }

  /** In some runs an agent loses its books. */
  loseBooks(withinMs: number): void {
    const chance = this.world.random('lost books');
    if (chance.below(100) < LOSING_PERCENT) this.client.after(chance.below(withinMs), () => this.couriers.get(chance.pick(PROVIDERS))?.loseBooks());
  }

  private async enrol(providerId: ProviderId): Promise<void> {
    const bus = new NetworkBus(this.mesh.network, this.client);
    const body = { providerId, name: providerId, publicKey: keyOf(providerId).publicKey };
    const context = { actor: 'operator', correlationId: providerId, causationId: providerId };
    for (;;) {
      const answer = await bus.request(advertising.EnrolProvider, body, { context }).catch(() => undefined);
      if (answer) return;
      await new Promise<void>((resolve) => this.client.after(300, resolve));
    }
  }
}
