/*
 * The best scenario by trying all of them: every simple way of every part, every combination of ways, every figure in plain
 * integers. It reads the same JSON as the command and shares no line with it.
 */

import { half, least, most, type Ratio, unitsOf, worthOf } from './brute-worth.js';

export interface BruteGraph {
  readonly nodes: readonly { readonly id: string; readonly provider: string }[];
  readonly links: readonly BruteLink[];
}

export interface BruteLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly latencyNs: number;
  readonly cost: number;
  readonly mbps: number;
  readonly srlg: readonly string[];
}

export interface BruteWinner {
  readonly profit: bigint;
  readonly price: bigint;
  readonly cost: bigint;
  readonly latencyNs: number;
  readonly parts: readonly string[];
  /** In use of all that there is, of the fullest link of whatever is least full; none where no price follows it. */
  readonly leastFull?: number;
}

interface Walk {
  readonly links: readonly string[];
  readonly latencyNs: number;
  readonly handovers: number;
}

interface Piece {
  readonly role: string;
  readonly mbps: number;
  readonly walks: readonly Walk[];
}

/** Pieces that are carried within the limits, whatever that costs. */
interface Carriage {
  readonly pieces: readonly Piece[];
  readonly taken: readonly Walk[];
  readonly wire: number;
  readonly latencyNs: number;
}

interface Tried extends BruteWinner {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly handovers: number;
  readonly order: number;
}

export function bruteQuote(graph: BruteGraph, request: any): BruteWinner | undefined {
  const market = new BruteMarket(graph, request);
  for (const choice of choicesOf(market, request)) market.fill(choice);
  let best: Tried | undefined;
  for (const choice of choicesOf(market, request)) for (const tried of market.tryAll(choice)) if (!best || isBetter(tried, best)) best = tried;
  return best && { ...best, ...(market.fullness === undefined ? {} : { leastFull: market.fullness }) };
}

function* choicesOf(market: BruteMarket, request: any): Generator<any> {
  let order = 0;
  for (const codec of market.accepted('codecs'))
    for (const encapsulation of market.accepted('encapsulations'))
      for (const segmentation of request.segmentations)
        for (const rejoin of segmentation.kind === 'members' ? request.rejoins : [undefined])
          for (const delivery of segmentation.kind === 'whole' && request.deliveries ? market.deliveries : [undefined]) {
            order += 1;
            yield { format: [codec, encapsulation], segmentation, rejoin, delivery, order };
          }
}

function isBetter(a: Tried, b: Tried): boolean {
  const byValue = a.numerator * b.denominator - b.numerator * a.denominator;
  if (byValue !== 0n) return byValue > 0n;
  if (a.profit !== b.profit) return a.profit > b.profit;
  for (const figure of ['latencyNs', 'handovers'] as const) if (a[figure] !== b[figure]) return a[figure] < b[figure];
  if (a.parts.length !== b.parts.length) return a.parts.length < b.parts.length;
  if (a.order !== b.order) return a.order < b.order;
  return a.parts.join(' ; ') < b.parts.join(' ; ');
}

class BruteMarket {
  readonly deliveries: readonly any[];
  /** In use, of all that there is. */
  private leastFull: Ratio | undefined;
  private readonly providerOf: ReadonlyMap<string, string>;
  private readonly linkOf: ReadonlyMap<string, BruteLink>;

  constructor(
    private readonly graph: BruteGraph,
    private readonly request: any,
  ) {
    this.providerOf = new Map(graph.nodes.map(({ id, provider }) => [id, provider]));
    this.linkOf = new Map(graph.links.map((link) => [link.id, link]));
    this.deliveries = (request.deliveries ?? []).filter(({ medium }: any) => !request.device?.media || request.device.media.includes(medium));
  }

  get fullness(): number | undefined {
    return this.leastFull && Number(this.leastFull[0]) / Number(this.leastFull[1]);
  }

  accepted(list: 'codecs' | 'encapsulations'): readonly any[] {
    if (this.request.deliveries && this.deliveries.length === 0) return [];
    const accepts = this.request.device?.[list];
    return this.request[list] ? this.request[list].filter(({ id }: any) => !accepts || accepts.includes(id)) : [{ bandwidthPpm: 1_000_000 }];
  }

  *tryAll(choice: any): Generator<Tried> {
    for (const carried of this.carriages(choice)) {
      const tried = this.judge(choice, carried);
      if (tried) yield tried;
    }
  }

  /** Whatever is carried in time is looked at for the link of it that is the fullest; the least full of these counts. */
  fill(choice: any): void {
    if (!this.request.utilisation) return;
    for (const { taken } of this.carriages(choice)) {
      let fullest: Ratio = [0n, 1n];
      for (const id of taken.flatMap(({ links }) => links)) {
        const [used, all] = [BigInt(this.usedOf(id)), BigInt(this.sizeOf(id))];
        if (used * fullest[1] > fullest[0] * all) fullest = [used, all];
      }
      if (!this.leastFull || fullest[0] * this.leastFull[1] < this.leastFull[0] * fullest[1]) this.leastFull = fullest;
    }
  }

  private *carriages(choice: any): Generator<Carriage> {
    const { format, segmentation, rejoin, delivery } = choice;
    if (rejoin && segmentation.members > rejoin.maxMembers) return;
    const carried = (mbps: number): number => {
      const product = BigInt(mbps) * BigInt(format[0].bandwidthPpm) * BigInt(format[1].bandwidthPpm);
      return Number((product + 999_999_999_999n) / 1_000_000_000_000n);
    };
    const wire = carried(this.request.mbps);
    const adds = (format[0].addsNs ?? 0) + (format[1].addsNs ?? 0);
    const last = this.request.deliveries ? (delivery ? [delivery] : this.deliveries) : undefined;
    const pieces: Piece[] = [];
    if (segmentation.kind === 'whole') pieces.push({ role: 'whole', mbps: wire, walks: this.walks(this.request.from, this.request.to, last) });
    if (segmentation.kind === 'classes')
      for (const { mbps, maxLatencyNs } of segmentation.classes) {
        const walks = this.walks(this.request.from, this.request.to, last).filter(({ latencyNs }) => maxLatencyNs === undefined || latencyNs + adds <= maxLatencyNs);
        pieces.push({ role: 'class', mbps: carried(mbps), walks });
      }
    if (segmentation.kind === 'members') {
      const walks = rejoin.node ? this.walks(this.request.from, rejoin.node, undefined) : this.walks(this.request.from, this.request.to, last);
      for (let member = 0; member < segmentation.members; member++) pieces.push({ role: 'member', mbps: Math.ceil(wire / segmentation.members), walks });
      if (rejoin.node) pieces.push({ role: 'tail', mbps: wire, walks: this.walks(rejoin.node, this.request.to, last) });
    }
    const wide = pieces.map(({ mbps, walks }) => walks.filter(({ links }) => links.every((id) => mbps <= this.roomOf(id))));
    for (const taken of product(wide)) {
      const latencyNs = this.arrival(choice, pieces, taken, adds);
      if (latencyNs !== undefined) yield { pieces, taken, wire, latencyNs };
    }
  }

  /** When the last of it is there; undefined where it is not carried within the limits. */
  private arrival({ segmentation, rejoin }: any, pieces: readonly Piece[], taken: readonly Walk[], adds: number): number | undefined {
    const { request } = this;
    if (!this.hasRoom(pieces, taken)) return undefined;
    const members = taken.filter((_, index) => pieces[index]!.role !== 'tail');
    if (segmentation.apart && !this.areApart(members, segmentation.apart)) return undefined;
    const latencies = members.map(({ latencyNs }) => latencyNs);
    if (rejoin && Math.max(...latencies) - Math.min(...latencies) > rejoin.bufferNs) return undefined;
    const latencyNs = Math.max(...latencies) + (members.length < taken.length ? taken.at(-1)!.latencyNs : 0) + adds + (rejoin?.addsNs ?? 0);
    return request.sla?.maxLatencyNs !== undefined && latencyNs > request.sla.maxLatencyNs ? undefined : latencyNs;
  }

  private judge({ format, segmentation, rejoin, order }: any, { pieces, taken, wire, latencyNs }: Carriage): Tried | undefined {
    const { request } = this;
    const ordered = new Map<string, bigint>();
    taken.forEach(({ links }, index) => links.forEach((id) => this.sales(id).forEach(([provider, price]) => ordered.set(provider, (ordered.get(provider) ?? 0n) + price * BigInt(pieces[index]!.mbps)))));
    let [monthly, setup, volume] = [0n, 0n, 0n];
    for (const [provider, amount] of ordered) {
      const bill = this.bill(provider, amount);
      monthly += bill.charge;
      volume += least(amount, bill.room);
    }
    const used = new Set(taken.flatMap(({ links }) => links));
    for (const { id, ...fees } of request.deliveries ?? []) if (used.has(id)) [monthly, setup] = [monthly + unitsOf(fees.monthly), setup + unitsOf(fees.setup)];
    for (const part of format) {
      monthly += unitsOf(part.monthly) + unitsOf(part.monthlyPerMbps) * BigInt(request.mbps);
      setup += unitsOf(part.setup);
    }
    if (rejoin) {
      monthly += unitsOf(rejoin.monthlyPerMember) * BigInt(segmentation.members) + unitsOf(rejoin.monthlyPerMbps) * BigInt(wire);
      setup += unitsOf(rejoin.setup);
    }
    const share = BigInt(format[0].pricePpm ?? 1_000_000) * BigInt(format[1].pricePpm ?? 1_000_000);
    const value = worthOf(request, this.leastFull, { monthly, setup, volume, latencyNs, share: half(share, 1_000_000n) });
    if (!value) return undefined;
    const member = taken.filter((_, index) => pieces[index]!.role === 'member').map(({ links }) => links.join(' ')).sort();
    const parts = taken.map(({ links }, index) => (pieces[index]!.role === 'member' ? member[index]! : links.join(' ')));
    return { ...value, latencyNs, handovers: taken.reduce((sum, { handovers }) => sum + handovers, 0), parts, order };
  }

  private hasRoom(pieces: readonly Piece[], taken: readonly Walk[]): boolean {
    const loads = new Map<string, number>();
    taken.forEach(({ links }, index) => links.forEach((id) => loads.set(id, (loads.get(id) ?? 0) + pieces[index]!.mbps)));
    return [...loads].every(([id, mbps]) => mbps <= this.roomOf(id));
  }

  private roomOf(id: string): number {
    return this.sizeOf(id) - this.usedOf(id);
  }

  private usedOf(id: string): number {
    return (this.request.inUse ?? []).find(({ link }: any) => link === id)?.mbps ?? 0;
  }

  private sizeOf(id: string): number {
    return (this.linkOf.get(id) ?? this.deliveries.find((one) => one.id === id)).mbps;
  }

  private areApart(walks: readonly Walk[], apart: string): boolean {
    const marks = walks.map(({ links }) => {
      const own = links.flatMap((id) => this.linkOf.get(id) ?? []);
      return new Set(own.flatMap(({ id, from, to, srlg }) => (apart === 'link' ? [id] : apart === 'srlg' ? [`the link ${id}`, ...srlg] : [this.providerOf.get(from)!, this.providerOf.get(to)!])));
    });
    return marks.every((own, index) => marks.every((other, another) => another <= index || ![...own].some((mark) => other.has(mark))));
  }

  /** Every way that passes no node twice. */
  private walks(from: string, to: string, last: readonly any[] | undefined): readonly Walk[] {
    const { maxHandovers = Infinity } = this.request.sla ?? {};
    const found: Walk[] = [];
    const step = (at: string, passed: readonly string[], links: readonly string[], latencyNs: number, handovers: number): void => {
      if (!last && at === to) return void found.push({ links, latencyNs, handovers });
      for (const { id, provider, at: start, latencyNs: takes } of last ?? [])
        if (start === at) found.push({ links: [...links, `${id}@${at}`, id], latencyNs: latencyNs + takes, handovers: handovers + Number(provider !== this.providerOf.get(at)) });
      for (const link of this.graph.links) {
        const next = link.from === at ? link.to : link.to === at ? link.from : undefined;
        if (next === undefined || passed.includes(next)) continue;
        step(next, [...passed, next], [...links, link.id], latencyNs + link.latencyNs, handovers + Number(this.providerOf.get(next) !== this.providerOf.get(at)));
      }
    };
    step(from, [from], [], 0, 0);
    const kept = found.filter(({ handovers }) => handovers <= maxHandovers);
    return last ? kept.map((walk) => ({ ...walk, links: walk.links.filter((id) => !id.includes('@')) })) : kept;
  }

  private sales(id: string): readonly (readonly [string, bigint])[] {
    const after = (provider: string, price: bigint): readonly [string, bigint] => [provider, half(price * (10_000n - BigInt(this.deal(provider).discountBasisPoints ?? 0)), 10_000n)];
    const link = this.linkOf.get(id);
    const delivery = this.deliveries.find((one) => one.id === id);
    if (!link) return [after(delivery.provider, unitsOf(delivery.perMbps))];
    const [from, to] = [this.providerOf.get(link.from)!, this.providerOf.get(link.to)!];
    const cost = BigInt(link.cost);
    return from === to ? [after(from, cost)] : [after(from, cost - cost / 2n), after(to, cost / 2n)];
  }

  private deal(provider: string): any {
    return (this.request.suppliers ?? []).find((one: any) => one.provider === provider) ?? {};
  }

  private bill(provider: string, amount: bigint): { readonly charge: bigint; readonly room: bigint } {
    const { tiers = [], spentMonthly, commitmentMonthly } = this.deal(provider);
    const tiered = (spent: bigint): bigint => {
      let cents = 0n;
      const ends = [...tiers.slice(0).map(({ fromMonthly }: any) => unitsOf(fromMonthly)), spent > 0n ? spent * 2n + 10n ** 30n : 10n ** 30n];
      [0, ...tiers.map((tier: any) => tier.discountBasisPoints)].forEach((points: number, index: number) => {
        const begin = index === 0 ? 0n : ends[index - 1]!;
        cents += most(0n, least(spent, ends[index]!) - begin) * BigInt(10_000 - points);
      });
      return half(cents, 10_000n);
    };
    const [before, committed] = [tiered(unitsOf(spentMonthly)), unitsOf(commitmentMonthly)];
    return { charge: most(committed, tiered(unitsOf(spentMonthly) + amount)) - most(committed, before), room: most(0n, committed - before) };
  }
}

function* product(lists: readonly (readonly Walk[])[]): Generator<readonly Walk[]> {
  const [first, ...rest] = lists;
  if (!first) return void (yield []);
  for (const walk of first) for (const others of product(rest)) yield [walk, ...others];
}
