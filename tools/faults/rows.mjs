// The fault table of the design, row by row: what is done, what has to come of it, and what does it. A row is made of runs of the whole
// mesh (`chaos`) and of suites, which hold the same claims in every `npm test` on smaller sizes (libs/scenarios/src/faults/figures.ts).

const SCENARIOS = 'libs/scenarios/src';
const suite = (path, title) => ({ path, ...(title && { title }) });

/** Sizes of the runs of the whole mesh; the suites have theirs beside their claims. */
const MINUTE_MS = 60_000;

export const ROWS = [
  {
    id: 'failpoints',
    component: 'any service',
    fault: 'kill -9 at every named failpoint',
    expected: 'resumes; a retry gives the same answer; I2 I5 I7 I8',
    suites: [suite(`${SCENARIOS}/failpoints.scenario.spec.ts`), suite(`${SCENARIOS}/killed-lives.scenario.spec.ts`), suite('libs/platform/trial/src/killed-rebuild.int.spec.ts')],
  },
  {
    id: 'kills',
    component: 'any service',
    fault: '50 random kills in 5 min at 300 events/s',
    expected: 'resumes; a retry gives the same answer; I2 I5 I7 I8',
    chaos: ({ planFaults, DOUBLED, TARGETS }, quick) => {
      const [durationMs, kills] = quick ? [MINUTE_MS / 2, 5] : [5 * MINUTE_MS, 50];
      return { durationMs, plan: planFaults({ seed: 1, durationMs, kills, services: TARGETS }), instances: DOUBLED, leastKills: kills, leastEventsPerSecond: quick ? 0 : 300 };
    },
    suites: [suite(`${SCENARIOS}/killed-processes.scenario.spec.ts`)],
  },
  {
    id: 'paused',
    component: 'any service',
    fault: 'SIGSTOP 5–60 s, then CONT, with a second instance running',
    expected: 'its late write is refused; I1 I9',
    chaos: ({ pausedInstances, PAUSED_INSTANCES }, quick) => ({ ...pausedInstances(quick ? 5_000 : 60_000), instances: PAUSED_INSTANCES }),
    suites: [suite('libs/platform/trial/src/paused-instance.int.spec.ts')],
  },
  {
    id: 'bus',
    component: 'bus',
    fault: 'cut, half-open, delay up to 60 s; NATS killed, its store wiped',
    expected: 'drains within 60 s of healing; nothing lost',
    chaos: ({ busFaults, DOUBLED }, quick) => ({ ...busFaults(quick ? 4_000 : 60_000), instances: DOUBLED, drainsWithinSeconds: 60 }),
    suites: [suite('libs/platform/trial/src/relay.int.spec.ts'), suite('libs/platform/trial/src/bus.int.spec.ts'), suite('libs/platform/chassis/src/event-feed.int.spec.ts')],
  },
  {
    id: 'database',
    component: 'PostgreSQL',
    fault: 'kill -9; stopped for 60 s; connections terminated',
    expected: 'no acknowledgement without commit; unknown outcomes resolved by idempotency key',
    chaos: ({ databaseFaults, DOUBLED }, quick) => ({ ...databaseFaults(quick ? 4_000 : 60_000), instances: DOUBLED }),
    suites: [suite('libs/platform/ledger/src/ledger-faults.int.spec.ts')],
  },
  {
    id: 'disk-slow',
    component: 'disk',
    fault: 'slow: the database stands still for three quarters of the time',
    expected: 'queues bounded, resumes by itself',
    chaos: ({ slowDisk, DOUBLED }, quick) => ({ ...slowDisk(quick ? 8_000 : MINUTE_MS), instances: DOUBLED }),
  },
  {
    id: 'disk-full',
    component: 'disk',
    fault: 'full: the database may not make its files larger',
    expected: 'writes refused as overloaded or unavailable, queues bounded, resumes by itself',
    suites: [suite(`${SCENARIOS}/faults/disk-full.int.spec.ts`)],
    remark: 'a limit on the size of files stands for the full disk: a file system of its own would need root',
  },
  {
    id: 'duplicates',
    component: 'ingest',
    fault: 'duplicates 20 % (at once, after minutes, after 400 days of virtual time); reorder 20 %; late after period close',
    expected: 'one charge, same receipt; correction posting',
    chaos: ({ DOUBLED }, quick) => ({ durationMs: quick ? 15_000 : 2 * MINUTE_MS, plan: [], instances: DOUBLED }),
    suites: [suite('libs/billing/service/src/billing.int.spec.ts'), suite('libs/billing/service/src/replay/corrections.int.spec.ts'), suite('libs/billing/domain/src/corrections.spec.ts'), suite(`${SCENARIOS}/faults/clock.scenario.spec.ts`)],
  },
  {
    id: 'malformed',
    component: 'ingest',
    fault: 'malformed, oversized, deeply nested, truncated protobuf; unknown and duplicate fields: 1,000,000 inputs with valid traffic mixed in',
    expected: 'typed refusal and a counter; 0 crashes; no valid message lost',
    suites: [suite(`${SCENARIOS}/faults/malformed-input.int.spec.ts`)],
  },
  {
    id: 'forgeries',
    component: 'advertising',
    fault: 'forged, replayed, rolled back, wrong audience, expired or small-order key: 1,000',
    expected: '0 accepted; evidence recorded',
    suites: [suite('libs/advertising/service/src/adverts.int.spec.ts', 'S0-2')],
  },
  {
    id: 'contention',
    component: 'contracting',
    fault: '16 clients, 3,200 orders for the same capacity; one order N times with equal and with different bodies',
    expected: 'never over the capacity, and at least 99 % of it sold; one contract; mismatch refused',
    suites: [suite(`${SCENARIOS}/faults/contended-capacity.scenario.spec.ts`), suite('libs/advertising/service/src/holds.int.spec.ts', 'I1')],
  },
  {
    id: 'legs',
    component: 'process',
    fault: 'leg k of n refuses, times out, answers late after compensation; the rollback itself fails',
    expected: 'compensated; the late success torn down; else NeedsOperator, capacity held, no billing',
    suites: [suite(`${SCENARIOS}/unwilling-providers.scenario.spec.ts`), suite('libs/provisioning/service/src/provisioning.int.spec.ts'), suite('libs/provisioning/domain/src/activation.process.spec.ts')],
  },
  {
    id: 'seeds',
    component: 'process',
    fault: 'orders, failovers, bills and ends of contracts in simulated meshes under faults of every kind: 10,000 seeds',
    expected: 'every process at its end; I1 to I9 and I12; nothing charged for what is not under contract',
    seeds: (quick) => (quick ? 200 : 10_000),
  },
  {
    id: 'projections',
    component: 'projections',
    fault: 'wiped, half built',
    expected: 'rebuild equals live; says "rebuilding", never answers wrongly',
    suites: [suite('libs/platform/readmodel/src/rebuild.int.spec.ts'), suite('libs/platform/trial/src/killed-rebuild.int.spec.ts'), suite('libs/platform/readmodel/src/read-model-store.int.spec.ts'), suite('libs/platform/chassis/src/consumers.int.spec.ts')],
  },
  {
    id: 'edits',
    component: 'ledger',
    fault: 'edit, swap, delete, cut tail, rewrite, restore of an old backup: 100',
    expected: 'found and located',
    suites: [suite('libs/platform/evidence/src/tampering.int.spec.ts')],
  },
  {
    id: 'order',
    component: 'ledger',
    fault: '20 concurrent writers while a transaction is held open for 60 s',
    expected: '0 skipped, 0 out of order, and the alarm',
    suites: [suite(`${SCENARIOS}/faults/open-transaction.int.spec.ts`), suite('libs/platform/ledger/src/ledger-order.int.spec.ts')],
  },
  {
    id: 'clock',
    component: 'clock',
    fault: '±2 h, +400 days',
    expected: 'holds, deadlines and periods right',
    suites: [suite(`${SCENARIOS}/faults/clock.scenario.spec.ts`), suite('libs/platform/chassis/src/mesh-clock.int.spec.ts'), suite('libs/advertising/domain/src/no-oversell.spec.ts')],
  },
  {
    id: 'tenants',
    component: 'tenant',
    fault: 'every route × role × own and foreign tenant, generated from the route table',
    expected: 'denied',
    suites: [suite('libs/gateway/service/src/tenants.int.spec.ts')],
  },
];
