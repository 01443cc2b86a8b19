// Calls rated in memory on one core: 50,000 E.164 prefixes, three tiers each, charges in exact money. The meter of libs/tariff
// against a C++ loop that is compiled when this runs, and against the same arithmetic in BigInt; all must give the same figures. Then usage end
// to end, from signed batches to durable charges (rating/intake.mjs).
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Decimal from 'decimal.js';
import { PrefixTable, Rater, VoiceMeter } from '../../libs/tariff/v1/dist/index.js';
import { intakeRows } from './rating/intake.mjs';
import { against } from './scaled.mjs';

const PREFIXES = 50_000;
const CALLS = 1_000_000;
const ROUNDS = 9;
/** Generated prefixes have three to seven digits, as those of real decks. */
const [LEAST_DIGITS, MOST_DIGITS] = [3, 7];
const TARGET = { perSecond: 11_000_000, timesCpp: 2 };
/** The C++ loop where the target was set (decision 27). */
const CPP_THEN = 22_000_000;

export async function run({ quick }) {
  const sizes = quick ? { calls: CALLS / 5, rounds: 5 } : { calls: CALLS, rounds: ROUNDS };
  const deck = madeDeck();
  const calls = madeCalls(deck, sizes.calls);
  const meter = VoiceMeter.of(voiceTerms(deck), { mode: 'half-away-from-zero', decimals: 4, place: 'line' });
  const own = () => metered(calls, meter);
  const bigint = bigintRater(deck);
  const cpp = compiledPeer(deck, calls);
  try {
    return [...(await interleaved({ own, bigint: () => bigint(calls), cpp: cpp?.round, sizes, deck, calls })), ...(await intakeRows({ quick }))];
  } finally {
    cpp?.remove();
  }
}

async function interleaved({ own, bigint, cpp, sizes, deck, calls }) {
  const times = { own: [], bigint: [], cpp: [] };
  own();
  for (let round = 0; round < sizes.rounds; round += 1) {
    const expected = own();
    times.own.push(expected.ns);
    for (const [name, peer] of Object.entries({ bigint: round < 3 ? bigint : undefined, cpp })) {
      if (!peer) continue;
      const answer = peer();
      if (answer.sum !== expected.sum || answer.weighted !== expected.weighted) throw new Error(`${name} rates otherwise: ${answer.sum}, not ${expected.sum}`);
      times[name].push(answer.ns);
    }
  }
  const perSecond = (list) => Math.round((calls.count * 1e9) / median(list));
  const [mine, slow] = [perSecond(times.own), perSecond(times.bigint)];
  const peer = times.cpp.length > 0 ? { name: 'C++', unit: '1/s', then: CPP_THEN, now: perSecond(times.cpp) } : undefined;
  const rows = [
    { goal: 'P9', metric: `calls rated, ${PREFIXES} prefixes, one core`, value: mine, unit: '1/s', ...against({ value: mine, unit: '1/s', target: TARGET.perSecond, peer }) },
    { goal: 'P9', metric: 'the same in BigInt', value: slow, unit: '1/s', peer: 'BigInt', peerValue: slow, ratio: round2(mine / slow) },
    ...(times.cpp.length > 0 ? cppRows(mine, perSecond(times.cpp)) : []),
    { goal: 'P9', metric: 'whole charges with their steps, by the rater', value: raterPerSecond(deck, calls), unit: '1/s' },
  ];
  if (times.cpp.length === 0) process.stderr.write('Left out: the C++ peer, because g++ is not installed.\n');
  return [...rows, ...decimalRows(deck, calls, own())];
}

function cppRows(mine, theirs) {
  const ratio = round2(theirs / mine);
  return [
    { goal: 'P9', metric: 'the same in C++ (g++ -O2)', value: theirs, unit: '1/s', peer: 'C++', peerValue: theirs, ratio },
    { goal: 'P9', metric: 'time for a call over C++', value: ratio, unit: '×', peer: 'C++', peerValue: theirs, ratio, target: TARGET.timesCpp, met: ratio <= TARGET.timesCpp },
  ];
}

/** One pass over all calls: its time, and two sums that no two different lists of charges are likely to share. */
function measured({ digits, seconds, count }, rate) {
  let [sum, weighted] = [0, 0];
  const begin = process.hrtime.bigint();
  for (let at = 0; at < count; at += 1) {
    const charge = rate(digits[at], seconds[at]);
    if (charge < 0) continue;
    sum += charge;
    weighted += charge * (at & 15);
  }
  return { ns: Number(process.hrtime.bigint() - begin), sum, weighted };
}

/** The same pass with the meter in it. A loop that several raters shared would call all of them through a pointer. */
function metered({ digits, seconds, count }, meter) {
  let [sum, weighted] = [0, 0];
  const begin = process.hrtime.bigint();
  for (let at = 0; at < count; at += 1) {
    const charge = meter.rate(digits[at], seconds[at]);
    if (charge < 0) continue;
    sum += charge;
    weighted += charge * (at & 15);
  }
  return { ns: Number(process.hrtime.bigint() - begin), sum, weighted };
}

/** Each price is a BigInt, and so is every sum: what the scaled numbers are to be compared with. */
function bigintRater(deck) {
  const table = new PrefixTable();
  deck.forEach(({ prefix }, index) => table.set(prefix, index));
  const plans = deck.map(({ initial, increment, initialPrice, tiers }) => ({
    initial: BigInt(initial), increment: BigInt(increment), initialPrice: BigInt(initialPrice),
    tiers: tiers.map(({ until, price }) => ({ until: until < 0 ? undefined : BigInt(until), price: BigInt(price) })),
  }));
  const divisor = 6000n;
  const rate = (digits, seconds) => {
    const plan = plans[table.longest(digits)];
    if (!plan) return -1;
    let sum = plan.initialPrice * plan.initial;
    const over = BigInt(seconds) - plan.initial;
    const blocks = over > 0n ? (over + plan.increment - 1n) / plan.increment : 0n;
    let done = 0n;
    for (const { until, price } of plan.tiers) {
      if (done >= blocks) break;
      const room = until === undefined ? undefined : until - plan.initial;
      const reach = room === undefined ? blocks : room <= 0n ? 0n : (room + plan.increment - 1n) / plan.increment;
      const end = reach < blocks ? reach : blocks;
      if (end <= done) continue;
      sum += (end - done) * price * plan.increment;
      done = end;
    }
    return Number((sum + divisor / 2n) / divisor);
  };
  return (calls) => measured(calls, rate);
}

function compiledPeer(deck, calls) {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-rating-'));
  const file = (name) => join(directory, name);
  try {
    execFileSync('g++', ['-O2', '-o', file('rating'), join(dirname(fileURLToPath(import.meta.url)), 'peers', 'rating.cpp')]);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
  const tier = ({ until, price }) => `${until} ${price}`;
  writeFileSync(file('deck'), deck.map((d) => `${d.prefix} ${d.initial} ${d.increment} ${d.initialPrice} ${d.tiers.length} ${d.tiers.map(tier).join(' ')}\n`).join(''));
  writeFileSync(file('calls'), calls.digits.map((digits, at) => `${digits} ${calls.seconds[at]}\n`).join(''));
  const round = () => {
    // The first round warms the caches, as the passes before have done for the other.
    const [, line] = execFileSync(file('rating'), [file('deck'), file('calls'), '2'], { encoding: 'utf8' }).trim().split('\n');
    const [ns, sum, weighted] = line.split(' ').map(Number);
    return { ns, sum, weighted };
  };
  return { round, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** The same arithmetic in the library that many reckon money with. */
function decimalRows(deck, calls, expected) {
  const table = new PrefixTable();
  deck.forEach(({ prefix }, index) => table.set(prefix, index));
  const plans = deck.map((plan) => ({ ...plan, first: new Decimal(plan.initialPrice), prices: plan.tiers.map(({ price }) => new Decimal(price)) }));
  const answer = measured(calls, (digits, seconds) => {
    const plan = plans[table.longest(digits)];
    if (!plan) return -1;
    let sum = plan.first.times(plan.initial);
    const blocks = Math.max(0, Math.ceil((seconds - plan.initial) / plan.increment));
    let done = 0;
    for (let at = 0; done < blocks; at += 1) {
      const until = plan.tiers[at].until;
      const end = until < 0 ? blocks : Math.min(blocks, Math.max(0, Math.ceil((until - plan.initial) / plan.increment)));
      if (end <= done) continue;
      sum = sum.plus(plan.prices[at].times(end - done).times(plan.increment));
      done = end;
    }
    return sum.div(6000).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
  });
  if (answer.sum !== expected.sum) throw new Error(`decimal.js rates otherwise: ${answer.sum}, not ${expected.sum}`);
  const value = Math.round((calls.count * 1e9) / answer.ns);
  return [{ goal: 'P9', metric: 'the same in decimal.js', value, unit: '1/s', peer: 'decimal.js', peerValue: value, ratio: round2(answer.ns / expected.ns) }];
}

/** The way of `carriermesh rate`: windows, steps and taxes in fractions. */
function raterPerSecond(deck, { digits, seconds, count }) {
  const rater = new Rater({
    form: 'carriermesh.tariff.v1', id: 'bench', currency: 'EUR', rounding: { mode: 'half-away-from-zero', decimals: 4, place: 'line' }, charges: [voiceTerms(deck)],
  });
  const some = Math.min(count, 100_000);
  const begin = process.hrtime.bigint();
  for (let at = 0; at < some; at += 1) rater.rate({ id: 'call', type: 'voice', destination: digits[at], startedMs: 1_800_000_000_000 + at, lengthMs: seconds[at] * 1000 });
  return Math.round((some * 1e9) / Number(process.hrtime.bigint() - begin));
}

function madeDeck() {
  const random = seeded(20_260_101);
  const seen = new Set();
  while (seen.size < PREFIXES) {
    const digits = LEAST_DIGITS + Math.floor(random() * (MOST_DIGITS - LEAST_DIGITS + 1));
    seen.add(String(Math.floor(10 ** (digits - 1) * (1 + random() * 9))));
  }
  const price = () => Math.floor(random() * 2_000_000);
  const increments = [[60, 60], [30, 6], [1, 1], [60, 1]];
  return [...seen].map((prefix) => {
    const [initial, increment] = increments[Math.floor(random() * increments.length)];
    const [first, second, third] = [price(), price(), price()];
    return { prefix, initial, increment, initialPrice: first, tiers: [{ until: 180, price: first }, { until: 600, price: second }, { until: -1, price: third }] };
  });
}

function madeCalls(deck, count) {
  const random = seeded(7);
  const digits = Array.from({ length: count }, () => {
    const { prefix } = deck[Math.floor(random() * deck.length)];
    // Through octets, because a text that was put together is kept in pieces, and one that was read is not.
    return Buffer.from(prefix + String(Math.floor(random() * 1e5)).padStart(5, '0')).toString('latin1');
  });
  // Most calls are short: the mean is about three minutes.
  const seconds = Int32Array.from({ length: count }, () => 1 + Math.floor(-180 * Math.log(1 - random())));
  return { digits, seconds, count };
}

const decimalText = (micro) => `${Math.floor(micro / 1e6)}.${String(micro % 1e6).padStart(6, '0')}`;

function voiceTerms(deck) {
  const destinations = deck.map(({ prefix, initial, increment, initialPrice, tiers }) => ({
    name: prefix, prefixes: [prefix], initialSeconds: initial, incrementSeconds: increment,
    rates: [{
      initialPerMinute: decimalText(initialPrice),
      tiers: tiers.map(({ until, price }) => ({ ...(until < 0 ? {} : { upToSeconds: until }), perMinute: decimalText(price) })),
    }],
  }));
  return { kind: 'voice', id: 'calls', initialSeconds: 60, incrementSeconds: 60, destinations };
}

/** The same deck and calls in every run (Park and Miller's generator). */
function seeded(seed) {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const round2 = (value) => Math.round(value * 100) / 100;
