// A service over three providers' namespaces with two ways that share no link and no PoP between its ends: 1,000 packets a second
// from end to end while a link of the way in use is cut, 50 times, the two ways in turn. What is lost tells how long the outage was.
// Before every cut as many packets cross the whole service, of which none may be lost.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { missingRequirement } from '../../libs/agent/service/dist/drivers/linux/requirements.js';
import { CHECK_INTERVAL_MS } from '../../libs/agent/service/dist/drivers/linux/service-port-plan.js';
import { UDP_PORT } from '../../libs/agent/service/dist/drivers/linux/testing/small-networks.js';
import { TwoWays } from '../../libs/agent/service/dist/drivers/linux/testing/two-ways.js';

const CUTS = 50;
const QUICK_CUTS = 10;
const MOVES = 10;
const QUICK_MOVES = 4;
const MOVE_MS = 2_000;
const APART_MS = 20;
const INTERVAL_MS = 1;
const BEFORE_MS = 200;
const AFTER_MS = 400;
/** So long after its repair a way has been whole for longer than it has to be before it counts. */
const REPAIRED_MS = 300;
const LATE_MS = 100;
/** Protection switching, detection included: ITU-T G.841 and G.8031. */
const TARGET_MS = 50;

export async function run({ quick }) {
  const prefix = `cmb${process.pid}`;
  const missing = await missingRequirement(prefix);
  if (missing !== undefined) {
    process.stderr.write(`Left out: everything, because it needs ${missing}.\n`);
    return [{ goal: 'protection', metric: 'outage', value: 'not measured', unit: '' }];
  }
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-protection-'));
  const ways = new TwoWays(directory, prefix);
  try {
    const ends = await ways.start();
    await sleep(REPAIRED_MS);
    const cuts = [];
    const wanted = quick ? QUICK_CUTS : CUTS;
    let inVain = 0;
    while (cuts.length < wanted) {
      const cut = await measuredCut(ways, ends);
      if (cut.lostMs > 0) cuts.push(cut);
      else if ((inVain += 1) > wanted) throw new Error(`${inVain} cuts lost nothing: they were not of the way in use`);
    }
    const cutTurns = ways.turns.length;
    return [...rowsOf(cuts, cutTurns, inVain), ...moveRows(await measuredMoves(ways, ends, quick ? QUICK_MOVES : MOVES))];
  } finally {
    await ways.remove();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measuredCut(ways, [from, to]) {
  const untouched = await lostOf(from, to, BEFORE_MS + AFTER_MS);
  let [cut, turnsBefore] = [ways.inUse, 0];
  const lost = await lostOf(from, to, BEFORE_MS + AFTER_MS, async () => {
    // Anywhere between two checks.
    await sleep(BEFORE_MS + Math.random() * 2 * CHECK_INTERVAL_MS);
    [cut, turnsBefore] = [ways.inUse, ways.turns.length];
    await ways.cut(cut);
  });
  await ways.left(cut);
  await ways.repair(cut);
  await sleep(REPAIRED_MS);
  const silentMs = ways.turns[turnsBefore]?.silentMs;
  return { untouchedLost: untouched.length, lostMs: lost.length * INTERVAL_MS, gaps: gapsIn(lost), silentMs };
}

/** One way and then the other is released by its providers, who are told at the same time and not at the same moment, as after a move, and comes again. */
async function measuredMoves(ways, [from, to], count) {
  const moves = [];
  for (let [leaving, number] = [ways.inUse, 0]; number < count; number += 1) {
    const gone = await lostOf(from, to, MOVE_MS, async () => {
      await sleep(BEFORE_MS);
      await ways.release(leaving, { apartMs: APART_MS });
    });
    const come = await lostOf(from, to, MOVE_MS, async () => {
      await sleep(BEFORE_MS);
      await ways.activate(leaving);
    });
    await sleep(REPAIRED_MS);
    moves.push({ gone: gone.length * INTERVAL_MS, come: come.length * INTERVAL_MS });
    leaving = leaving === 'working' ? 'protecting' : 'working';
  }
  return moves;
}

function moveRows(moves) {
  const gone = moves.map((move) => move.gone).sort((a, b) => a - b);
  const [p50, max] = [gone[Math.ceil(gone.length / 2) - 1], gone.at(-1)];
  const row = (metric, value, more = {}) => ({ goal: 'protection', metric, value, unit: 'ms', ...more });
  return [
    row(`outage of a move: three providers are told to release the way in use, each ${APART_MS} ms after the one before, p50 of ${moves.length}`, p50, { target: TARGET_MS, met: p50 <= TARGET_MS }),
    row(`outage of a move, longest of ${moves.length}`, max, { target: TARGET_MS, met: max <= TARGET_MS }),
    row('the same while the other way is made and joined to the ports, longest', Math.max(...moves.map(({ come }) => come))),
  ];
}

/** Numbers of the packets that did not come. */
async function lostOf(from, to, packets, meanwhile = async () => undefined) {
  await to.end.ask({ kind: 'forget' });
  const sending = from.end.ask({ kind: 'send', to: to.address, port: UDP_PORT, packets, intervalMs: INTERVAL_MS, octets: 100 });
  await meanwhile();
  await sending;
  await to.end.ask({ kind: 'await', packets, patienceMs: LATE_MS });
  const { numbers } = await to.end.ask({ kind: 'count', numbers: true });
  const came = new Set(numbers);
  return Array.from({ length: packets }, (_, number) => number).filter((number) => !came.has(number));
}

const gapsIn = (lost) => lost.filter((number, index) => index === 0 || lost[index - 1] !== number - 1).length;

function rowsOf(cuts, turns, inVain) {
  const outages = cuts.map(({ lostMs }) => lostMs).sort((a, b) => a - b);
  const silences = cuts.map(({ silentMs }) => silentMs).sort((a, b) => a - b);
  const [p50, max] = [outages[Math.ceil(outages.length / 2) - 1], outages.at(-1)];
  const row = (metric, value, unit, more = {}) => ({ goal: 'protection', metric, value, unit, ...more });
  return [
    row(`outage after a cut, p50 of ${cuts.length}, 1,000 packets/s, 3 providers`, p50, 'ms', { target: TARGET_MS, met: p50 <= TARGET_MS }),
    row(`outage after a cut, longest of ${cuts.length}`, max, 'ms', { target: TARGET_MS, met: max <= TARGET_MS }),
    row(`of it silence before the exit turned, p50 (checks every ${CHECK_INTERVAL_MS} ms, lost after 3.5)`, round1(silences[Math.ceil(silences.length / 2) - 1]), 'ms'),
    row('cuts with packets lost in more than one run', cuts.filter(({ gaps }) => gaps > 1).length, ''),
    row('packets lost while nothing was cut', cuts.reduce((sum, { untouchedLost }) => sum + untouchedLost, 0), `of ${cuts.length * (BEFORE_MS + AFTER_MS)}`),
    // A machine that lets a check wait for 17 ms makes a whole way seem lost; where both carry the same, nothing is lost by that.
    row('turns beside those that a cut asked for, and cuts of the way that was not in use any more', `${turns - cuts.length - inVain}, ${inVain}`, ''),
  ];
}

const round1 = (value) => Math.round(value * 10) / 10;
