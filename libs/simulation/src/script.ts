import { NANOS_PER_DAY, NANOS_PER_HOUR, plus } from '@carriermesh/kernel';
import { TAKEN_UP_WITHIN_MS } from '@carriermesh/platform-processes';
import { advertising, type contracting } from '@carriermesh/wire';
import { Buyer, type Wish } from './parties/buyer.js';
import { DEDICATED_RELATION, LIT_RELATIONS, PROVIDERS, QUIET_RELATION, RELATIONS, WAVELENGTH_MBPS } from './parties/market.js';
import { Formatter, MORE_IN_A_FORMAT } from './parties/formatter.js';
import { Modifications } from './parties/modifications.js';
import { BUYERS, SellersDesk } from './parties/seller.js';
import type { Run } from './run.js';
import { Storm } from './storm.js';
import { MAX_LATE_MS } from './world/machine-process.js';
import { NetworkBus } from './world/network.js';
import type { Random } from './world/random.js';

/** How long the parties may take to come to know one another in good weather. */
const MEETING_MS = 4_000;
const STORM_MS = 24_000;
/** Orders are placed within the first part of the storm. */
const ORDERING_MS = 14_000;
const MIN_ORDERS = 4;
const MAX_ORDERS = 6;
const FORGERIES = 3;
/** After the faults end the hands are moved again and again, and after each time the mesh has so long to come to its end. */
const HEALED_STEP_MS = 8_000;
/**
 * By how many days. What a removed instance had begun may be taken up as late as this, counted from the end of the faults, since no look at the list of
 * processes needs to have come through before. An order that was taken up begins its term then, of two months at most, and is billed when they are over;
 * each month, and the release, may want a day more for a provider who says nothing. Whoever has come to the end before that waits for none of it.
 */
const TAKEN_UP_DAYS = Array<bigint>(Math.ceil((TAKEN_UP_WITHIN_MS + 2 * MAX_LATE_MS) / HEALED_STEP_MS)).fill(1n);
const HEALED_DAYS = [0n, ...TAKEN_UP_DAYS, 33n, 1n, 33n, 1n, 1n, 1n];
const LOOK_EVERY_MS = 500;
/** So many runs in a hundred hear of a usage batch again that was sent long before. */
const LONG_AFTER_PERCENT = 20;
const LONG_AFTER_DAYS = 400n;
/** In so many runs in a hundred one of two instances of a service is removed for good, and the other takes over what it began. */
const REMOVAL_PERCENT = 25;
/** Of a hundred contracts so many are ended by their buyers. */
const ENDING_PERCENT = 45;
/** And so many have their services suspended for a while, of which so many are resumed. */
const PAUSING_PERCENT = 40;
/** Of the buyers who are asked, also of those who accept at about the same time. */
const DECLINING_PERCENT = 40;
const RESUMING_PERCENT = 80;
const MAX_PAUSED_MS = 12_000;
/** And so many need more than one line has, and take several. */
const SPLITTING_PERCENT = 35;
/** And so many want a wavelength, and of the others so many are of a carrier virtual network. */
const LIT_PERCENT = 30;
const VIRTUAL_PERCENT = 15;
/** And so many have their services go back to their first paths. */
const REVERTING_PERCENT = 80;
const WAITS_S = [300, 300, 720];
/** From the run's start: over the end of the shortest term. However late it is asked for, the run goes on for longer. */
const MAX_ENDS_AFTER_HOURS = 45 * 24;
const HALF = 0.5;
const EVERYTHING = 1;
/** Tries to meet what a run has to meet, each an order more. */
const MAX_TRIES = 4;

/** What a run is made of, from the meeting of all parties to the last bill. */
export class Script {
  private readonly buyers: readonly Buyer[];
  private readonly storm: Storm;
  private readonly endings: Random;
  private readonly pauses: Random;
  private readonly declines: Random;
  private readonly modifications: Modifications;
  private readonly splits: Random;
  private readonly desk: SellersDesk;
  private readonly formatter: Formatter;
  private readonly reverts: Random;
  private readonly kinds: Random;
  private placed = 0;

  constructor(
    private readonly run: Run,
    private readonly afterEach: () => Promise<void> | undefined,
    private readonly hasMet: () => boolean,
  ) {
    this.buyers = BUYERS.map((id) => new Buyer(run.mesh, run.client, id, run.handedOut));
    this.storm = new Storm(run.mesh);
    this.endings = run.world.random('endings');
    this.pauses = run.world.random('pauses');
    this.declines = run.world.random('declines');
    this.modifications = new Modifications(run.world.random('modifications'));
    this.splits = run.world.random('splits');
    this.desk = new SellersDesk(run.mesh, run.client, run.world.random('prices'));
    this.formatter = new Formatter(this.desk, run.client, run.world.random('formats'));
    this.reverts = run.world.random('reverts');
    this.kinds = run.world.random('kinds');
  }

  /** @returns whether everything came to rest in the time that it has */
  async play(isOver: () => boolean): Promise<boolean> {
    const { run } = this;
    run.populate();
    await this.pass(MEETING_MS);
    this.storm.begin(STORM_MS);
    for (const desk of [this.desk, this.formatter]) desk.open(ORDERING_MS);
    this.placeOrders();
    this.run.client.after(this.run.random.below(ORDERING_MS), () => this.forgetHold());
    this.removeOne();
    await this.pass(STORM_MS);
    this.storm.heal();
    await this.meetTheRest();
    await this.monthsPass();
    await this.forgottenUsage();
    if (run.world.random('long after').below(100) < LONG_AFTER_PERCENT) await this.longAfter();
    this.storm.heal();
    for (const agent of run.agents.values()) agent.heal();
    for (const days of HEALED_DAYS) {
      if (days > 0n) run.mesh.moveHands(days * NANOS_PER_DAY + NANOS_PER_HOUR);
      for (let waitedMs = 0; waitedMs < HEALED_STEP_MS; waitedMs += LOOK_EVERY_MS) {
        await this.pass(LOOK_EVERY_MS);
        if (!isOver()) continue;
        run.world.tell('everything has come to its end');
        return true;
      }
    }
    return false;
  }

  private placeOrders(): void {
    const { random, client } = this.run;
    const count = random.between(MIN_ORDERS, MAX_ORDERS);
    for (let order = 0; order < count; order++) client.after(random.below(ORDERING_MS), () => this.order(this.wish()));
    client.after(random.below(ORDERING_MS), () => this.order(this.doomedWish()));
    for (let forgery = 0; forgery < FORGERIES; forgery++) client.after(random.below(STORM_MS), () => this.run.intruder.tryOnce());
    this.run.loseBooks(ORDERING_MS);
    // A provider that has more or less to offer than it said.
    if (random.chance(0.3)) {
      const [id, mbps] = [random.pick(PROVIDERS), random.pick([300, 500, 1_000])];
      client.after(random.below(ORDERING_MS), () => this.run.couriers.get(id)?.advertise(this.run.offersOf(id, mbps)));
    }
  }

  private wish(): Wish {
    const { random } = this.run;
    const [from, to] = random.pick(RELATIONS);
    const acceptance = random.chance(0.35) ? 'explicit' : 'automatic';
    const [ends, pauses] = [this.ending(), this.pausing()];
    const mbps = 50 * random.between(1, 5);
    const asked = terms({ from, to, mbps, termMonths: random.chance(0.8) ? 1 : 2, acceptance });
    const device = this.formatter.device();
    const modifies = this.modifications.of(mbps, { isInFormat: device.device !== undefined, withinMs: ORDERING_MS / 2 });
    const wish = { requestId: `wish-${++this.placed}`, ...(ends && { ends }), ...(pauses && { pauses }), ...(modifies && { modifies }), terms: { ...asked, ...this.desk.objective(), ...this.reverting(), ...this.kind({ ...device, ...this.splitting(device.device ? MORE_IN_A_FORMAT : 1) }) } };
    if (acceptance === 'automatic') return { ...wish, contradicts: random.chance(0.2) };
    return { ...wish, ...(random.chance(0.7) && { acceptsAfterMs: random.between(100, 6_000) }), ...this.declining() };
  }

  /** More than the links have that are left over, and three times in four so much apart as they are. */
  private splitting(times: number): Partial<contracting.ServiceTerms> {
    const chance = this.splits;
    if (chance.below(100) >= SPLITTING_PERCENT) return {};
    return { mbps: times * (50 * chance.between(4, 14) + chance.below(3)), split: { mostMembers: chance.between(2, 4), maxDifferentialDelayNs: BigInt(chance.pick([1, 6, 10, 20])) * 1_000_000n } };
  }

  /** By the wavelength, which is not divided, or of a carrier virtual network, in the place of what it would be otherwise. */
  private kind(divided: Partial<contracting.ServiceTerms>): Partial<contracting.ServiceTerms> {
    const chance = this.kinds;
    const drawn = chance.below(100);
    if (drawn < LIT_PERCENT) return { ...placesOf(chance.pick(LIT_RELATIONS)), mbps: WAVELENGTH_MBPS, layerOne: 'wavelength' };
    return drawn < LIT_PERCENT + VIRTUAL_PERCENT ? { ...divided, ...placesOf(DEDICATED_RELATION), virtualNetwork: true } : divided;
  }

  private reverting(): Partial<contracting.ServiceTerms> {
    return this.reverts.below(100) < REVERTING_PERCENT ? { revert: { waitSeconds: this.reverts.pick(WAITS_S) } } : {};
  }

  private declining(): Pick<Wish, 'declinesAfterMs'> {
    return this.declines.below(100) < DECLINING_PERCENT ? { declinesAfterMs: this.declines.between(0, 6_000) } : {};
  }

  /** So many buyers do not stay for the whole term, or leave long after it. */
  private ending(): Wish['ends'] {
    const chance = this.endings;
    if (chance.below(100) >= ENDING_PERCENT) return undefined;
    const afterMs = chance.between(0, ORDERING_MS);
    return chance.chance(HALF) ? { afterMs } : { afterMs, endsAt: plus(this.run.startAt, BigInt(chance.between(1, MAX_ENDS_AFTER_HOURS)) * NANOS_PER_HOUR) };
  }

  private pausing(): Wish['pauses'] {
    const chance = this.pauses;
    if (chance.below(100) >= PAUSING_PERCENT) return undefined;
    const afterMs = chance.between(0, ORDERING_MS);
    return chance.below(100) < RESUMING_PERCENT ? { afterMs, resumesAfterMs: chance.between(0, MAX_PAUSED_MS) } : { afterMs };
  }

  /** One network refuses at once while the answer of the other is still on its way: a success that comes too late. */
  private doomedWish(): Wish {
    const requestId = `doomed-${++this.placed}`;
    const [from, to] = QUIET_RELATION;
    return { requestId, terms: terms({ from, to, mbps: 1, termMonths: 1, acceptance: 'automatic' }) };
  }

  private order(wish: Wish): void {
    const buyer = this.run.random.pick(this.buyers);
    if (wish.requestId.startsWith('doomed')) this.run.doom(buyer.id, wish.requestId);
    void buyer.order(wish);
  }

  private removeOne(): void {
    const { mesh, world, client } = this.run;
    const chance = world.random('removal');
    const doubled = mesh.names.filter((name) => name.endsWith('-2'));
    if (doubled.length === 0 || (chance.below(100) >= REMOVAL_PERCENT && !this.run.removesOne)) return;
    const name = chance.pick(doubled).replace(/2$/, chance.pick(['1', '2']));
    client.after(chance.below(STORM_MS), () => mesh.remove(name));
  }

  /** Somebody has capacity held and is never heard of again. */
  private forgetHold(): void {
    const { mesh, client, world } = this.run;
    const bus = new NetworkBus(mesh.network, client);
    const number = ++this.placed;
    const holdId = `hol_00000000-0000-4000-8000-${String(number).padStart(12, '0')}-1`;
    const needs = [{ resourceId: 'Alba/par~Brio/par', mbps: 10 }, { resourceId: 'Brio/par~Alba/par', mbps: 20 }];
    const body = { holdId, orderId: `ord_forgotten-${number}`, buyerId: 'nobody', needs, heldUntil: plus(world.meshTime(), NANOS_PER_HOUR), bought: false };
    const ask = (): void => {
      bus.request(advertising.HoldCapacity, body, { context: { actor: 'operator', correlationId: holdId, causationId: holdId } }).catch(() => client.after(500, ask));
    };
    ask();
  }

  /** A run that did not meet a compensation, a late success and an expired hold would prove too little: it goes on until it has. */
  private async meetTheRest(): Promise<void> {
    this.run.mesh.moveHands(2n * NANOS_PER_HOUR);
    await this.pass(5_000);
    for (let tries = 0; tries < MAX_TRIES && !this.hasMet(); tries++) {
      this.order(this.doomedWish());
      this.forgetHold();
      await this.pass(8_000);
      this.run.mesh.moveHands(2n * NANOS_PER_HOUR);
      await this.pass(4_000);
    }
  }

  /** Usage is reported, months end, and the weather turns once more while they are billed. */
  private async monthsPass(): Promise<void> {
    const { mesh, random } = this.run;
    for (const days of [BigInt(random.between(1, 25)), 33n, 32n]) {
      this.meter();
      this.remember(HALF);
      await this.pass(1_500);
      this.storm.begin(4_000);
      mesh.moveHands(days * NANOS_PER_DAY);
      this.meter();
      await this.pass(5_000);
      this.storm.heal();
    }
  }

  /** What providers forgot comes when its months are billed, and often when all of the term's are. */
  private async forgottenUsage(): Promise<void> {
    this.storm.begin(2_000);
    this.remember(EVERYTHING);
    await this.pass(2_500);
    this.storm.heal();
  }

  /** More than a year later, when no window of time would know them any more, batches are sent again. */
  private async longAfter(): Promise<void> {
    const { mesh, couriers } = this.run;
    mesh.moveHands(LONG_AFTER_DAYS * NANOS_PER_DAY);
    for (const courier of couriers.values()) courier.repeat();
    this.storm.begin(2_000);
    await this.pass(3_000);
  }

  private meter(): void {
    for (const agent of this.run.agents.values()) agent.meter();
    this.run.disputants.look();
  }

  private remember(share: number): void {
    for (const agent of this.run.agents.values()) agent.remember(share);
  }

  private pass(ms: number): Promise<void> {
    return this.run.world.pass(ms, this.afterEach);
  }
}

interface Asked {
  readonly from: string;
  readonly to: string;
  readonly mbps: number;
  readonly termMonths: number;
  readonly acceptance: contracting.Acceptance;
}

const placesOf = ([from, to]: readonly [from: string, to: string]): Pick<contracting.ServiceTerms, 'from' | 'to'> => ({
  from: { place: { kind: 'pop-id', popId: from } },
  to: { place: { kind: 'pop-id', popId: to } },
});

const terms = ({ from, to, ...asked }: Asked): contracting.ServiceTerms => ({
  ...placesOf([from, to]),
  ...asked,
  objective: 'cost',
  currency: 'EUR',
});
