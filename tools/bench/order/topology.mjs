// The topology that the path service of a running mesh has, read from its ledger, and the question that the benchmark's orders ask.
import { findPaths } from '../../../libs/paths/domain/dist/index.js';
import { TopologyView } from '../../../libs/paths/service/dist/topology.view.js';
import { questionOf } from '../../../libs/paths/service/dist/path-question.js';
import { decodeEvent } from '../../../libs/platform/chassis/dist/typed-ledger.js';
import { PostgresLedger } from '../../../libs/platform/ledger/dist/index.js';
import { TERMS } from './terms.mjs';

const PAGE = 10_000;
const CANDIDATES = 4;
const ROUNDS = 2_000;

export async function topologyOf(ledgerUrl) {
  const ledger = await PostgresLedger.open({ connectionString: ledgerUrl, applicationName: 'bench-topology' });
  const view = new TopologyView();
  const wanted = new Set(view.listens);
  try {
    for (let events = await ledger.readAll(0n, PAGE); events.length > 0; events = await ledger.readAll(events.at(-1).position, PAGE)) {
      for (const event of events) if (wanted.has(event.type)) view.apply(decodeEvent(event));
      view.advancedTo(events.at(-1).position);
    }
  } finally {
    await ledger.close();
  }
  const { from, to, mbps } = TERMS;
  const request = { buyerId: 'bench', from, to, mbps, objective: 'cost', candidates: CANDIDATES, atLeastRevision: 0n };
  const question = () => questionOf({ ...request, at: BigInt(Date.now()) * 1_000_000n });
  return { topology: view.topology, question, offerOf: (id) => view.offerOf(id) };
}

/** @returns the microseconds of a search for the orders' paths, p50, in this process */
export async function pathMicros(ledgerUrl, percentile) {
  const { topology, question } = await topologyOf(ledgerUrl);
  const micros = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const asked = question();
    const beginMs = performance.now();
    findPaths(topology, asked);
    micros.push((performance.now() - beginMs) * 1_000);
  }
  return percentile(micros.slice(ROUNDS / 2), 0.5);
}
