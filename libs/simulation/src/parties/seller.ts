import { type Money, money } from '@carriermesh/kernel';
import { contracting } from '@carriermesh/wire';
import { PROVIDERS } from './market.js';
import type { SimulatedMesh } from '../mesh/simulated-mesh.js';
import type { MachineProcess } from '../world/machine-process.js';
import { NetworkBus } from '../world/network.js';
import type { Random } from '../world/random.js';

export const BUYERS = ['acme', 'bolt'] as const;
const ASK_AGAIN_MS = 600;
/** Of a hundred runs so many have a rule by which prices follow utilisation, and of those so many have another one later. */
const RULED_PERCENT = 60;
const CHANGED_PERCENT = 50;
/** And of a hundred buyers so many have terms of their own. */
const PAIRED_PERCENT = 60;
/** And of a hundred suppliers. */
const SUPPLIED_PERCENT = 50;
/** Of whom so many in a hundred agree on something else while months pass. */
const RESTATED_PERCENT = 40;
const RESTATED_AFTER_MS = [36_000, 58_000] as const;
const FLOOR_CHANCE = 0.4;
/** Of a price, in ten-thousandths: up to where a list price comes to more than what these networks cost. */
const LEAST_PRICE = 7_000;
const MOST_PRICE = 40_000;
/** Of a hundred orders so many want something else than the lowest price. */
const OTHERWISE_PERCENT = 40;

/** The operator who states how the seller prices, and states it again until it is on record. */
export class SellersDesk {
  private readonly bus: NetworkBus;
  private readonly later: Random;
  private statements = 0;

  constructor(
    mesh: SimulatedMesh,
    private readonly people: MachineProcess,
    private readonly chance: Random,
  ) {
    this.later = mesh.world.random('terms stated again');
    this.bus = new NetworkBus(mesh.network, people);
  }

  /** @param withinMs of the run, in which orders are placed */
  open(withinMs: number): void {
    const { chance, people } = this;
    for (const buyerId of BUYERS) if (chance.below(100) < PAIRED_PERCENT) people.after(chance.below(withinMs / 2), () => void this.state(this.agreed(buyerId)));
    for (const providerId of PROVIDERS) if (chance.below(100) < SUPPLIED_PERCENT) this.supplied(providerId, withinMs);
    if (chance.below(100) >= RULED_PERCENT) return;
    people.after(chance.below(withinMs / 2), () => void this.state(this.rule()));
    if (chance.below(100) < CHANGED_PERCENT) people.after(chance.below(withinMs), () => void this.state(this.rule()));
  }

  /** What an order is to be best in. */
  objective(): Partial<contracting.ServiceTerms> {
    const { chance } = this;
    if (chance.below(100) >= OTHERWISE_PERCENT) return {};
    const objective = chance.pick(['profit', 'latency', 'value'] as const);
    const weight = (): number => chance.below(3);
    return objective === 'value' ? { objective, value: { profitWeight: 1 + weight(), marginWeight: weight(), costRevenueWeight: weight(), returnWeight: weight(), latencyWeight: weight(), volumeWeight: weight() } } : { objective };
  }

  private supplied(providerId: string, withinMs: number): void {
    const { chance, later, people } = this;
    people.after(chance.below(withinMs / 2), () => void this.state(this.agreedWith(providerId)));
    if (later.below(100) < RESTATED_PERCENT) people.after(later.between(...RESTATED_AFTER_MS), () => void this.state(this.agreedWith(providerId, later)));
  }

  private rule(): contracting.StatedTerms {
    const { chance } = this;
    let from = chance.below(3_000);
    const steps = Array.from({ length: chance.below(4) }, () => {
      const step = { fromBasisPoints: from, priceBasisPoints: chance.between(LEAST_PRICE, MOST_PRICE) };
      from += chance.between(1, 3_000);
      return step;
    });
    return { terms: { kind: 'utilisation', utilisation: { steps: steps.filter(({ fromBasisPoints }) => fromBasisPoints <= 10_000) } } };
  }

  private agreed(buyerId: string): contracting.StatedTerms {
    const { chance } = this;
    const floor = chance.chance(FLOOR_CHANCE) ? { floorMonthly: this.amount(9_000) } : {};
    return { terms: { kind: 'buyer', buyer: { buyerId, discountBasisPoints: chance.below(4_000), tiers: this.tiers(), ...floor } } };
  }

  private agreedWith(providerId: string, chance = this.chance): contracting.StatedTerms {
    const commitment = chance.chance(FLOOR_CHANCE) ? { commitmentMonthly: this.amount(30_000, chance) } : {};
    return { terms: { kind: 'supplier', supplier: { providerId, discountBasisPoints: chance.below(4_000), tiers: this.tiers(chance), ...commitment } } };
  }

  private tiers(chance = this.chance): readonly contracting.TermsTier[] {
    let cents = chance.below(5_000);
    return Array.from({ length: chance.below(3) }, () => ({ fromMonthly: money('EUR', BigInt((cents += chance.between(1, 8_000))) * 1_000_000n), discountBasisPoints: chance.between(1, 4_000) }));
  }

  private amount(mostCents: number, chance = this.chance): Money {
    return money('EUR', BigInt(chance.between(1, mostCents)) * 1_000_000n);
  }

  /** Until it is on record. */
  async state(terms: contracting.StatedTerms): Promise<void> {
    const context = { actor: 'operator', correlationId: 'terms', causationId: 'terms' };
    const requestId = `statement-${++this.statements}`;
    for (;;) {
      const answer = await this.bus.request(contracting.StateTerms, { terms, requestId }, { context }).catch(() => undefined);
      if (answer?.outcome.kind === 'stated') return;
      await new Promise<void>((resolve) => void this.people.after(ASK_AGAIN_MS, resolve));
    }
  }
}
