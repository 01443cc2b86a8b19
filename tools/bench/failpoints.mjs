// What a failpoint costs while it is off: the same loop with one in its middle and without, one after the other in each round.
import { failpoint } from '../../libs/platform/failpoints/dist/index.js';

const PASSINGS = 100_000_000;
const ROUNDS = 15;
/** Called often and not once for long, so that the compiler is done with it as with any handler. */
const PASSINGS_PER_CALL = 10_000;

export async function run({ quick }) {
  const passings = quick ? PASSINGS / 10 : PASSINGS;
  const times = { without: [], with: [] };
  for (let round = -2; round < ROUNDS; round += 1) {
    const bare = timed(without, passings);
    const passed = timed(withFailpoint, passings);
    if (bare.sum !== passed.sum) throw new Error(`the loops differ: ${bare.sum} and ${passed.sum}`);
    // The first rounds are the compiler's.
    if (round < 0) continue;
    times.without.push(bare.ns);
    times.with.push(passed.ns);
  }
  const extra = times.with.map((ns, round) => ns - times.without[round]);
  return [
    { goal: '-', metric: 'one step of the loop, median', value: rounded(percentile(times.without, 0.5)), unit: 'ns' },
    { goal: '-', metric: 'with a failpoint that is off, median', value: rounded(percentile(times.with, 0.5)), unit: 'ns' },
    { goal: '-', metric: 'what the failpoint adds, median of the rounds', value: rounded(percentile(extra, 0.5)), unit: 'ns' },
    { goal: '-', metric: 'what the failpoint adds, slowest round', value: rounded(percentile(extra, 0.99)), unit: 'ns' },
  ];
}

function timed(work, passings) {
  const began = process.hrtime.bigint();
  let sum = 1;
  for (let done = 0; done < passings; done += PASSINGS_PER_CALL) sum = work(PASSINGS_PER_CALL, sum);
  return { sum, ns: Number(process.hrtime.bigint() - began) / passings };
}

function without(passings, from) {
  let sum = from;
  for (let pass = 0; pass < passings; pass += 1) sum = (Math.imul(sum, 1_664_525) + pass) | 0;
  return sum;
}

function withFailpoint(passings, from) {
  let sum = from;
  for (let pass = 0; pass < passings; pass += 1) {
    failpoint('append-before-commit');
    sum = (Math.imul(sum, 1_664_525) + pass) | 0;
  }
  return sum;
}

const percentile = (list, share) => list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const rounded = (ns) => Math.round(ns * 1_000) / 1_000;
