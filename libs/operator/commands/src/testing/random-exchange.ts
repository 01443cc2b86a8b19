/** A small exchange and a request, the same for the same seed. */
export function randomExchange(seed: number): { readonly graph: object; readonly request: any } {
  const chance = new Chance(seed);
  const nodes = Array.from({ length: chance.from(4, 5) }, (_, index) => ({ id: `n${index}`, provider: chance.of(['alfa', 'bravo', 'carol']) }));
  const links = Array.from({ length: chance.from(5, 8) }, (_, index) => {
    const from = chance.from(0, nodes.length - 1);
    const to = (from + chance.from(1, nodes.length - 1)) % nodes.length;
    return {
      id: `l${index}`,
      from: `n${from}`,
      to: `n${to}`,
      latencyNs: chance.from(1, 9) * 1_000_000,
      cost: chance.maybe(0.3) ? chance.from(0, 5) * 10_000_000 : chance.from(0, 99_999_999),
      mbps: chance.from(1, 7) * 50,
      srlg: chance.maybe(0.5) ? [`g${chance.from(1, 3)}`] : [],
    };
  });
  const request = randomRequest(chance, nodes.length);
  // A request names suppliers of its own topology and deliveries alone.
  const providers = new Set([...nodes, ...(request.deliveries ?? []).map((delivery: any) => ({ provider: delivery.provider }))].map(({ provider }) => provider));
  const known = { ...request, suppliers: request.suppliers.filter(({ provider }: any) => providers.has(provider)) };
  return chance.maybe(0.9) ? utilised(chance, { nodes, links }, known) : { graph: { nodes, links }, request: known };
}

/** As much is left as without it, and others have more of some links than of others. */
function utilised(chance: Chance, { nodes, links }: { readonly nodes: readonly object[]; readonly links: readonly any[] }, request: any): { readonly graph: object; readonly request: any } {
  const used = [...links, ...(request.deliveries ?? [])].flatMap(({ id, mbps }: any) => (chance.maybe(0.6) ? [{ link: id, mbps: mbps * chance.from(0, 4) }] : []));
  const whole = (one: any) => ({ ...one, mbps: one.mbps + (used.find(({ link }) => link === one.id)?.mbps ?? 0) });
  const steps = [{ fromBasisPoints: chance.from(0, 4_999), priceBasisPoints: chance.from(6_000, 12_000) }, { fromBasisPoints: chance.from(5_000, 8_000), priceBasisPoints: chance.from(8_000, 20_000) }];
  return {
    graph: { nodes, links: links.map(whole) },
    request: { ...request, ...(request.deliveries ? { deliveries: request.deliveries.map(whole) } : {}), utilisation: { steps }, inUse: used },
  };
}

function randomRequest(chance: Chance, nodes: number): any {
  const mbps = chance.from(2, 12) * 25;
  const floor = chance.maybe(0.15);
  const amount = (most: number): string => `${chance.from(0, most)}.${chance.from(0, 99).toString().padStart(2, '0')}`;
  return {
    from: 'n0',
    to: `n${nodes - 1}`,
    mbps,
    termMonths: chance.from(1, 36),
    currency: 'EUR',
    list: { monthly: amount(700) },
    minimumMarginBasisPoints: chance.from(0, 20) * 100,
    ...(chance.maybe(0.4) ? { sla: { maxLatencyNs: chance.from(5, 30) * 1_000_000, maxHandovers: chance.from(0, 4) } } : {}),
    ...(chance.maybe(0.5) ? { buyer: { discountBasisPoints: chance.from(0, 2_000), spentMonthly: amount(200), tiers: [{ fromMonthly: '150', discountBasisPoints: 300 }, { fromMonthly: '300', discountBasisPoints: 777 }], floorMonthly: amount(50) } } : {}),
    suppliers: ['alfa', 'bravo', 'carol'].filter(() => chance.maybe(0.5)).map((provider) => ({
      provider,
      discountBasisPoints: chance.from(0, 3_000),
      spentMonthly: amount(80),
      ...(chance.maybe(0.5) ? { commitmentMonthly: amount(150) } : {}),
      ...(chance.maybe(0.5) ? { tiers: [{ fromMonthly: '60', discountBasisPoints: chance.from(0, 3_000) }, { fromMonthly: '120', discountBasisPoints: chance.from(0, 3_000) }] } : {}),
    })),
    ...(chance.maybe(0.4) ? { codecs: [part(chance, amount, 'c1'), part(chance, amount, 'c2')], device: { codecs: chance.maybe(0.5) ? ['c2'] : ['c1', 'c2'] } } : {}),
    ...(chance.maybe(0.3) ? { encapsulations: [part(chance, amount, 'e1'), part(chance, amount, 'e2')] } : {}),
    ...(chance.maybe(0.35) ? { deliveries: ['cell', 'wlan', 'line'].map((id) => delivery(chance, amount, id, nodes)) } : {}),
    segmentations: [{ kind: 'whole', id: 'whole' }, ...segmentations(chance, mbps)],
    rejoins: [
      { id: 'end', maxMembers: 3, bufferNs: chance.from(0, 20) * 1_000_000, monthlyPerMember: amount(3) },
      { id: 'inside', node: `n${chance.from(1, nodes - 2)}`, maxMembers: 2, bufferNs: chance.from(0, 20) * 1_000_000, monthlyPerMbps: '0.01', setup: amount(20), addsNs: 500_000 },
    ],
    objective: floor ? { pricing: 'floor', weights: { price: chance.from(1, 3), latency: chance.from(0, 2), volume: chance.from(0, 1) } } : objective(chance, amount),
  };
}

type Amount = (most: number) => string;

const part = (chance: Chance, amount: Amount, id: string) => ({
  id,
  bandwidthPpm: chance.from(300_000, 1_600_000),
  pricePpm: chance.from(600_000, 1_100_000),
  monthly: amount(5),
  monthlyPerMbps: '0.02',
  setup: amount(50),
  addsNs: chance.from(0, 3) * 1_000_000,
});

const delivery = (chance: Chance, amount: Amount, id: string, nodes: number) => ({
  id,
  provider: chance.of(['alfa', 'bravo', 'dora']),
  medium: chance.of(['cellular', 'ieee-802', 'wireline']),
  at: `n${chance.from(0, nodes - 1)}`,
  mbps: chance.from(1, 8) * 50,
  latencyNs: chance.from(1, 9) * 1_000_000,
  perMbps: `0.${chance.from(10, 99)}`,
  monthly: amount(20),
  setup: amount(100),
});

function segmentations(chance: Chance, mbps: number): readonly object[] {
  const apart = chance.maybe(0.35) ? { apart: chance.of(['link', 'srlg', 'provider']) } : {};
  const voice = chance.from(1, mbps - 1);
  return [
    ...(chance.maybe(0.7) ? [{ kind: 'members', id: 'two', members: 2, ...apart }] : []),
    ...(chance.maybe(0.2) ? [{ kind: 'members', id: 'three', members: 3 }] : []),
    ...(chance.maybe(0.3) ? [{ kind: 'classes', id: 'classes', classes: [{ name: 'voice', mbps: voice, maxLatencyNs: 15_000_000 }, { name: 'bulk', mbps: mbps - voice }], ...apart }] : []),
  ];
}

function objective(chance: Chance, amount: Amount): object {
  const weights = { profit: chance.from(0, 3), margin: chance.from(0, 1), costRevenue: chance.from(0, 1), return: chance.from(0, 1), volume: chance.from(0, 2), latency: chance.maybe(0.3) ? 1 : 0 };
  const limits = { ...(chance.maybe(0.1) ? { minProfit: amount(100) } : {}), ...(chance.maybe(0.1) ? { minMarginBasisPoints: 2_000 } : {}), ...(chance.maybe(0.1) ? { minReturnBasisPoints: 500 } : {}), ...(chance.maybe(0.05) ? { minVolumeMonthly: amount(20) } : {}) };
  return { weights, limits, belowFloor: chance.maybe(0.3) };
}

/** A generator of Lehmer's kind (Park and Miller, 1988). */
class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 48_271) % 2_147_483_647;
    for (let warm = 0; warm < 5; warm++) this.next();
  }

  from(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  maybe(probability: number): boolean {
    return this.next() < probability;
  }

  of<T>(list: readonly T[]): T {
    return list[this.from(0, list.length - 1)]!;
  }

  private next(): number {
    this.state = (this.state * 48_271) % 2_147_483_647;
    return this.state / 2_147_483_647;
  }
}
