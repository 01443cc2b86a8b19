import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readQuoteDocument } from '@carriermesh/contracting-service';
import { answerQuote, requestOf } from './quote.command.js';
import { quoteText } from './quote-text.js';
import { type QuoteTopology, readQuoteTopology } from './quote-topology.js';
import { topologyOf } from './testing/quote-graph.js';

// Facts about data that nobody of this project wrote. Where the folder is absent the tests are skipped, by name.
const zoo = join(process.env['CARRIERMESH_DATA'] ?? '../shared/data', 'topologyzoo', 'graphml');
const onRealData = existsSync(zoo) ? it : it.skip;

jest.setTimeout(60_000);

function quote(topology: QuoteTopology, request: object): any {
  const reading = readQuoteDocument(request);
  if (!('document' in reading)) throw new Error(JSON.stringify(reading.problems));
  return answerQuote(topology, reading.document, true);
}

const lossesOf = (answer: any): string[] => answer.combinations.map(({ lost, scenarios }: any) => lost?.code ?? (scenarios[0].winner ? 'wins' : scenarios[0].lost.code));

describe('carriermesh quote on the merged Topology Zoo, from Stockholm to Athens', () => {
  let topology: QuoteTopology;
  beforeAll(async () => {
    if (existsSync(zoo)) topology = await readQuoteTopology({ topology: zoo, model: 'm1', pathFactor: '1' });
  });
  const asked = (more: object = {}): any =>
    quote(topology, {
      from: { lat: 59.33258, lon: 18.0649 },
      to: { lat: 37.97945, lon: 23.71622 },
      mbps: 1_000,
      termMonths: 12,
      currency: 'EUR',
      list: { basePerMbps: '0.50', perMbpsPerMegameter: '0.60' },
      minimumMarginBasisPoints: 1_000,
      ...more,
    });
  const rejoins = [{ id: 'cpe', maxMembers: 4, bufferNs: 5_000_000, monthlyPerMember: '20' }];
  const whole = { kind: 'whole', id: 'whole' };
  const two = { kind: 'members', id: 'two', members: 2 };

  onRealData('S4-1 M1 wins an order only by splitting it over two ways, and not where their spread is above the buffer', () => {
    const split = asked({ mbps: 60_000, segmentations: [whole, two], rejoins });
    expect([split.proven, lossesOf(split)]).toEqual([true, ['no-bandwidth', 'wins']]);
    expect(split.winner.parts.map(({ mbps }: any) => mbps)).toEqual([30_000, 30_000]);
    expect(split.winner.parts[0].links).not.toEqual(split.winner.parts[1].links);
    const tight = asked({ mbps: 60_000, segmentations: [whole, two], rejoins: [{ ...rejoins[0], bufferNs: 0 }] });
    expect([tight.winner, lossesOf(tight)[0]]).toEqual([undefined, 'no-bandwidth']);
  });

  onRealData('S4-3 S4-10 S4-11 wins an order only by another provider’s leg, beside its own', () => {
    const seller = 'HurricaneElectric';
    const others = [...new Set(topology.description.nodes.map(({ provider }) => provider))].filter((provider) => provider !== seller);
    expect(asked({ seller, excludeProviders: others }).refusal.code).toBe('excluded');
    expect(asked({ seller }).winner).toMatchObject({ own: true, others: true });
  });

  onRealData('S4-6 wins an order only by formatting, in what the device accepts', () => {
    const codecs = [{ id: 'raw', bandwidthPpm: 1_000_000 }, { id: 'half', bandwidthPpm: 500_000, pricePpm: 900_000, setup: '3000', monthly: '40' }];
    const formatted = asked({ mbps: 60_000, codecs });
    expect([formatted.proven, lossesOf(formatted)]).toEqual([true, ['no-bandwidth', 'wins']]);
    expect(formatted.winner).toMatchObject({ format: 'half', wireMbps: 30_000, monthly: { price: '105029.5356' } });
    const simple = asked({ mbps: 60_000, codecs, device: { codecs: ['raw'] } });
    expect([simple.refusal.code, simple.refused[0].id, simple.refused[0].lost.code]).toEqual(['no-bandwidth', 'half', 'device-refuses']);
  });

  onRealData('S0-21 has another winner when only the objective is another', () => {
    const [profit, fast] = [asked(), asked({ objective: { weights: { latency: 1 } } })];
    expect(Number(fast.winner.term.profit)).toBeLessThan(Number(profit.winner.term.profit));
    expect(fast.winner.latencyNs).toBeLessThan(profit.winner.latencyNs);
    const codecs = [{ id: 'raw', bandwidthPpm: 1_000_000 }, { id: 'third', bandwidthPpm: 300_000, pricePpm: 700_000 }];
    const winnerBy = (weights: object): string => asked({ codecs, objective: { weights } }).winner.format;
    expect([winnerBy({ profit: 1 }), winnerBy({ margin: 1 }), winnerBy({ costRevenue: 1 }), winnerBy({ return: 1 })]).toEqual(['raw', 'third', 'third', 'third']);
  });

  onRealData('S0-21 has another winner when only a contract, only a price or only the network is another', () => {
    const linksOf = (answer: any): string[] => answer.winner.parts[0].links;
    const before = asked();
    const contract = asked({ suppliers: [{ provider: 'Geant2012', commitmentMonthly: '2000', spentMonthly: '100' }] });
    expect([contract.proven, contract.winner.providers, contract.winner.term.cost]).toEqual([true, ['Geant2012'], '0.00']);
    const price = asked({ suppliers: [{ provider: 'Geant2012', discountBasisPoints: 3_000 }] });
    expect(linksOf(price)).not.toEqual(linksOf(before));
    expect(() => asked({ suppliers: [{ provider: 'Geant2012' }, { provider: 'Geant2021', discountBasisPoints: 3_000 }] })).toThrow('/suppliers/1/provider "Geant2021" is no provider of the topology or of a delivery');
    const cut = linksOf(before)[1]!;
    const { description, offered } = topology;
    const without = { description: { ...description, links: description.links.filter(({ id }) => id !== cut) }, offered: offered.filter(({ id }) => id !== cut) };
    const network = quote(without, { from: { lat: 59.33258, lon: 18.0649 }, to: { lat: 37.97945, lon: 23.71622 }, mbps: 1_000, termMonths: 12, currency: 'EUR', list: { basePerMbps: '0.50', perMbpsPerMegameter: '0.60' }, minimumMarginBasisPoints: 1_000 });
    expect(linksOf(network)).not.toEqual(linksOf(before));
    expect(network.snapshot).not.toBe(before.snapshot);
  });

  onRealData('S4-7 S4-12 S4-13 delivers over the cheapest class that the device has, and over two at once where none is wide enough', () => {
    const deliveries = [
      { id: 'cell', provider: 'HurricaneElectric', medium: 'cellular', mbps: 600, latencyNs: 20_000_000, perMbps: '0.40', monthly: '30' },
      { id: 'wlan', provider: 'Geant2012', medium: 'ieee-802', mbps: 700, latencyNs: 2_000_000, perMbps: '0.05', monthly: '60', setup: '200' },
      { id: 'light', provider: 'Cogentco', medium: 'infrared', mbps: 10_000, latencyNs: 100_000, perMbps: '0.01' },
    ];
    const device = { media: ['cellular', 'ieee-802'] };
    const one = asked({ mbps: 500, deliveries, device });
    expect([one.winner.media, lossesOf(one), one.refused[0].id]).toEqual([['ieee-802', 'wireline'], ['lower-value', 'wins'], 'light']);
    const both = asked({ deliveries, device, segmentations: [whole, two], rejoins: [{ ...rejoins[0], bufferNs: 30_000_000 }] });
    expect([both.winner.media, lossesOf(both)]).toEqual([['cellular', 'ieee-802', 'wireline'], ['no-bandwidth', 'no-bandwidth', 'wins']]);
  });

  onRealData('S0-8 is the same bytes for the same snapshot and request', () => {
    const bytes = () => JSON.stringify(asked({ mbps: 60_000, segmentations: [whole, two], rejoins }));
    expect(bytes()).toBe(bytes());
  });
});

const GRAPH = {
  nodes: ['a', 'b', 'c'].map((id) => ({ id, provider: id === 'c' ? 'q' : 'p' })),
  links: [
    { id: 'ab', from: 'a', to: 'b', latencyNs: 5_000_000, cost: 10_000_000, mbps: 100 },
    { id: 'ac', from: 'a', to: 'c', latencyNs: 1_000_000, cost: 11_000_001, mbps: 100 },
    { id: 'cb', from: 'c', to: 'b', latencyNs: 1_000_000, cost: 9_000_000, mbps: 100, medium: 'rf' },
  ],
};
const SMALL = { from: 'a', to: 'b', mbps: 100, termMonths: 10, currency: 'EUR', list: { monthly: '50' } };
const small = (more: object = {}): any => quote(topologyOf(GRAPH), { ...SMALL, ...more });

describe('carriermesh quote', () => {
  it('S0-6 costs each resource of each provider, and the total, to the millionth of a cent', () => {
    const [, dearer] = small().combinations[0].scenarios;
    expect(dearer.resources.map(({ resourceId, providerId, monthly }: any) => [resourceId, providerId, monthly])).toEqual([
      ['ac (from)', 'p', '5.500001'],
      ['ac (to)', 'q', '5.50'],
      ['cb (from)', 'q', '4.50'],
      ['cb (to)', 'p', '4.50'],
    ]);
    expect([dearer.monthly.cost, dearer.term.cost, dearer.term.profit]).toEqual(['20.000001', '200.00001', '299.99999']);
  });

  it('S0-8 is customised by the pair: a discount, a tier that the order reaches, and a floor below which nothing is sold', () => {
    const buyer = { discountBasisPoints: 1_000, spentMonthly: '55', tiers: [{ fromMonthly: '100', discountBasisPoints: 2_000 }] };
    expect(small({ buyer }).winner.monthly.price).toBe('36.00');
    expect(small({ buyer: { ...buyer, spentMonthly: '54.99' } }).winner.monthly.price).toBe('45.00');
    expect(small({ buyer: { ...buyer, floorMonthly: '36.01' } }).refusal).toMatchObject({ code: 'below-floor', message: 'Its price of 36.00 EUR a month is 0.01 EUR below its floor of 36.01 EUR.' });
  });

  describe('S0-8 where the price follows utilisation', () => {
    const steps = [{ fromBasisPoints: 0, priceBasisPoints: 9_000 }, { fromBasisPoints: 5_000, priceBasisPoints: 12_500 }];
    const full = (ab: number, ac: number, more: object = {}): any => small({ mbps: 20, utilisation: { steps }, inUse: [{ link: 'ab', mbps: ab }, { link: 'ac', mbps: ac }], ...more });

    it('follows the least full of all ways, also where the winner goes over a fuller one', () => {
      const answer = full(80, 49);
      expect(answer.utilisation).toEqual({ link: 'ac', usedMbps: 49, capacityMbps: 100, proven: true, fromBasisPoints: 0, priceBasisPoints: 9_000, listMonthly: '45.00' });
      expect([answer.winner.monthly.price, answer.winner.fullest]).toEqual(['45.00', { link: 'ab', usedMbps: 80, capacityMbps: 100 }]);
      expect(quoteText(answer)).toContain('  the least full way has 49 of 100 Mbit/s in use on its fullest link, ac: from 0 % on, 90 % of the price, 45.00 for 50.00 EUR of the list\n');
    });

    it('is at a step from the very Mbit/s on that reaches it', () => {
      expect([full(80, 50), full(80, 49)].map(({ winner }) => winner.monthly.price)).toEqual(['62.50', '45.00']);
      expect(full(80, 50, { utilisation: { steps: steps.slice(1) } }).winner.monthly.price).toBe('62.50');
      const below = full(80, 49, { utilisation: { steps: steps.slice(1) } });
      expect([below.winner.monthly.price, below.utilisation.priceBasisPoints]).toEqual(['50.00', undefined]);
      expect(quoteText(below)).toContain('on its fullest link, ac: below the first step\n');
    });

    it('does not count a way that has no room left, comes too late or is of a medium that the service may not use', () => {
      expect(full(80, 81).utilisation).toMatchObject({ link: 'ab', usedMbps: 80 });
      expect(full(40, 60, { sla: { maxLatencyNs: 4_999_999 } }).utilisation).toMatchObject({ link: 'ac', usedMbps: 60 });
      expect(full(60, 40, { media: ['wireline'] }).utilisation).toMatchObject({ link: 'ab', usedMbps: 60 });
    });

    it('counts what is in use of a delivery, and of the emptiest members where no whole way carries the order', () => {
      const deliveries = ['one', 'two'].map((id) => ({ id, provider: 'p', medium: 'cellular', mbps: 100, latencyNs: 1, perMbps: '0.01' }));
      const segmentations = [{ kind: 'whole', id: 'whole' }, { kind: 'members', id: 'both', members: 2 }];
      const answer = small({ mbps: 40, deliveries, segmentations, rejoins: [{ id: 'end', maxMembers: 2, bufferNs: 9_000_000 }], utilisation: { steps }, inUse: [{ link: 'one', mbps: 70 }, { link: 'two', mbps: 75 }] });
      expect([answer.winner.segmentation, answer.utilisation.link, answer.utilisation.usedMbps]).toEqual(['both', 'two', 75]);
    });

    it('comes after a format’s share and before what the pair agreed on, each rounded once', () => {
      const more = { codecs: [{ id: 'half', bandwidthPpm: 500_000, pricePpm: 800_000 }], buyer: { discountBasisPoints: 1_000 } };
      expect(full(80, 60, more).winner.monthly.price).toBe('45.00');
    });

    it('makes what is sold at its floor dearer, and never cheaper than the floor', () => {
      const floor = { objective: { pricing: 'floor' }, minimumMarginBasisPoints: 1_000 };
      expect([full(80, 60, floor), full(80, 40, floor)].map(({ winner }) => [winner.monthly.floor, winner.monthly.price])).toEqual([['2.20', '2.75'], ['2.20', '2.20']]);
    });

    it('refuses by its place what can’t be in use', () => {
      const used = (...inUse: object[]) => () => small({ inUse });
      expect(used({ link: 'x', mbps: 1 })).toThrow('/inUse/0/link "x" is no link of the topology and no delivery');
      expect(used({ link: 'ab', mbps: 101 })).toThrow('/inUse/0/mbps is 101, and "ab" has 100 in all');
      expect(used({ link: 'ab', mbps: 1 }, { link: 'ab', mbps: 1 })).toThrow('/inUse/1/link is the second one of "ab"');
    });
  });

  it('S4-9 sells nothing at a loss unless the objective says so', () => {
    const dear = { list: { monthly: '9' } };
    expect(small(dear).refusal.message).toBe('Its price of 9.00 EUR a month is 1.00 EUR below its floor of 10.00 EUR.');
    expect(small({ ...dear, objective: { belowFloor: true } }).winner.term.profit).toBe('-10.00');
  });

  it('S4-8 keeps the latency limit whatever it costs, to the nanosecond', () => {
    expect(small({ sla: { maxLatencyNs: 5_000_000 } }).winner.latencyNs).toBe(5_000_000);
    expect(small({ sla: { maxLatencyNs: 4_999_999 } }).winner.latencyNs).toBe(2_000_000);
    expect(small({ sla: { maxLatencyNs: 1_999_999 } }).refusal.code).toBe('latency-too-high');
  });

  it('S4-12 S4-13 goes over no medium that the service may not use', () => {
    expect(small({ sla: { maxLatencyNs: 2_000_000 }, media: ['wireline', 'cellular'] }).refusal.code).toBe('latency-too-high');
    expect(small({ sla: { maxLatencyNs: 2_000_000 } }).winner.media).toEqual(['rf', 'wireline']);
  });

  it('carries classes over ways of their own, each by its deadline', () => {
    const classes = [{ name: 'voice', mbps: 10, maxLatencyNs: 2_000_000 }, { name: 'bulk', mbps: 90 }];
    const { winner } = small({ segmentations: [{ kind: 'classes', id: 'by class', classes }] });
    expect(winner.parts.map(({ part, mbps, links }: any) => [part, mbps, links.join()])).toEqual([['voice', 10, 'ac,cb'], ['bulk', 90, 'ab']]);
  });

  it('M1 tells every loser’s reason to a person too', () => {
    expect(quoteText(small())).toContain('lower-value: p, q, 2.000 ms, 20.000001 EUR a month, leaves 299.99999. Its value is 0.59999998, 0.20000002 less than the winner’s, with 100.00001 EUR less profit over the term.');
  });

  it.each([
    [{ mbps: 0 }, '/mbps must be from 1 to 1000000000, not 0'],
    [{ utilisation: { steps: [{ fromBasisPoints: 5, priceBasisPoints: 1 }, { fromBasisPoints: 5, priceBasisPoints: 1 }] } }, '/utilisation/steps/1/fromBasisPoints is 5, outside 6 to 10000'],
    [{ utilisation: { steps: Array(17).fill({ fromBasisPoints: 5, priceBasisPoints: 1 }) } }, '/utilisation/steps is 17 steps, outside at most 16'],
    [{ list: {} }, '/list must give monthly, or basePerMbps and perMbpsPerMegameter: one of the two'],
    [{ objective: { pricing: 'floor', weights: { profit: 1 } } }, '/objective/weights/profit cannot be asked where each scenario is priced at its floor'],
    [{ segmentations: [{ kind: 'members', id: 'two', members: 2 }] }, '/rejoins must say where the members of "two" become one again'],
    [{ segmentations: [{ kind: 'classes', id: 'c', classes: [{ name: 'voice', mbps: 10 }] }] }, '/segmentations/0/classes add up to 10 Mbit/s, and the order is for 100'],
    [{ codecs: [{ id: 'x', bandwidthPpm: 1 }, { id: 'x', bandwidthPpm: 2 }] }, '/codecs/1 is the second one of "x"'],
  ])('names what is wrong with %j', (more, problem) => {
    const reading = readQuoteDocument({ ...SMALL, ...more });
    expect('problems' in reading && reading.problems.map((each) => `${each.at} ${each.problem}`).join('\n')).toContain(problem);
  });

  it('answers the example of its page', () => {
    const page = readFileSync('docs/quotes.md', 'utf8');
    const [graph, request] = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json!));
    const { winner, proven } = quote(topologyOf(graph), request);
    expect([proven, page.includes(`leaves ${winner.term.profit}`), page.includes(`sells for ${winner.monthly.price}`)]).toEqual([true, true, true]);
  });

  it.each([['-', 'standard input'], ['request.json', 'request.json']])('names what is wrong with a request from %s as from %s', (file, named) => {
    expect(() => requestOf({}, file)).toThrow(`${named} is no request for a quote:\n  /from is missing\n`);
  });
});
