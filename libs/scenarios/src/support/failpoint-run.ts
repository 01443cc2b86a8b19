import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import type { ExchangeSource, ServiceName } from '@carriermesh/operator-commands';
import { readRun, type Home } from '@carriermesh/operator-home';
import { FAILPOINTS, parseFailpoint, type Failpoint } from '@carriermesh/platform-failpoints';
import { activeService, statementOf } from './active-service.js';
import { isStopped, pidOf } from './mesh-processes.js';
import { billedOnce, holdsAreOf, orderedOnce, receiptsAreKept, streamsCountOn, type Problems } from './order-checks.js';
import { LONDON, orderBody } from './orders.js';
import { eventually } from './patience.js';
import { ScenarioMesh } from './scenario-mesh.js';
import { smallExchange } from './small-exchange.js';

/** Over two providers, so that each step of the promise has something to lose. */
const ROUTE = { from: LONDON, to: { city: 'Vienna' }, mbps: 100, objective: 'latency' } as const;

const LOOK_EVERY_MS = 20;

export interface FailpointRun {
  /** Whether some process has passed it as often as it was to: else nothing was tried. */
  readonly acted: boolean;
  /** What was not as it must be after one order from advertisement to bill; none when all was well. */
  readonly problems: Problems;
}

/**
 * One order from advertisement to bill, on a fresh mesh of processes, with a failpoint switched on from the first process's start.
 * The failpoint kills, or throws an error; for one that pauses see `orderWithPause`.
 * @param failpoint as the environment variable has it: `contracting:process-after-effect@2`
 */
export function orderWithFailpoint(failpoint: string): Promise<FailpointRun> {
  return runOnSmallExchange(failpoint, orderToBill);
}

/**
 * The same with a process that stands still at the failpoint, and a second instance that is started beside it. The first one is sent on
 * when the month is billed without it; what it still had under way is refused then, or was on record all the time.
 * @param failpoint without an action, and with the process that is meant: `contracting:append-sent@2`
 */
export function orderWithPause(failpoint: string): Promise<FailpointRun> {
  const { name, process: service = '', passing } = parseFailpoint(failpoint);
  return runOnSmallExchange(`${service}:${name}=pause@${passing}`, async (mesh) => {
    let over = false;
    const standIn = async (): Promise<void> => {
      while (!over && !isStopped(pidOf(mesh.home, service))) await sleep(LOOK_EVERY_MS);
      if (over) return;
      await mesh.launched.startAnother(service as ServiceName);
    };
    const standing = standIn();
    const goOn = async (): Promise<void> => {
      const pid = pidOf(mesh.home, service);
      if (pid === undefined || !isStopped(pid)) return;
      await standing;
      process.kill(pid, 'SIGCONT');
      await caughtUp(mesh, service);
    };
    const problems = await orderToBill(mesh, goOn).finally(() => (over = true));
    await standing;
    return [...problems, ...(await streamsCountOn(mesh))];
  });
}

/**
 * Every failpoint in every process that passes it during an order from advertisement to bill that goes well.
 * @param beside those that another story passes
 */
export const failpointsOfAnOrder = (beside: readonly string[]): readonly string[] =>
  Object.entries<Failpoint>(FAILPOINTS)
    .flatMap(([name, { processes }]) => processes.map((each) => `${each}:${name}`))
    .filter((each) => !beside.includes(each) && !NOT_IN_AN_ORDER.has(each));

/** Before a statement was sent, after it was sent, in the middle of a transaction, between the work and the word for it, and while leading. */
export const PAUSES_OF_AN_ORDER: readonly string[] = [
  'contracting:append-before-commit@2',
  'provisioning:append-sent@2',
  'contracting:view-before-commit@2',
  'billing:process-after-effect',
  'relay:relay-after-acks@3',
];

/** An order that goes well lets no activation run out, and no service of it is impaired. Views that begin with an empty ledger are not built. */
const NOT_IN_AN_ORDER: ReadonlySet<string> = new Set([
  ...FAILPOINTS['view-before-swap'].processes.map((each) => `${each}:view-before-swap`),
  'provisioning:process-at-deadline',
  'monitoring:reaction-before-bookmark',
]);

/** A fresh mesh of processes, with a failpoint switched on from the first one's start, and what happens on it. */
export async function runWithFailpoint(failpoint: string, story: (mesh: ScenarioMesh) => Promise<Problems>, source?: ExchangeSource): Promise<FailpointRun> {
  const mesh = await ScenarioMesh.launch({ failpoint, ...(source && { source }) });
  try {
    const problems = await story(mesh);
    return { acted: hasActed(mesh.home, failpoint), problems };
  } finally {
    await mesh.stop();
  }
}

async function runOnSmallExchange(failpoint: string, story: (mesh: ScenarioMesh) => Promise<Problems>): Promise<FailpointRun> {
  const { source, directory } = smallExchange();
  try {
    return await runWithFailpoint(failpoint, story, source);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** @param between called when the month is billed */
async function orderToBill(mesh: ScenarioMesh, between: () => Promise<void> = async () => undefined): Promise<Problems> {
  const service = await activeService(mesh, orderBody({ ...ROUTE, requestId: 'through-a-failpoint' }));
  const ordered = [...(await orderedOnce(mesh, service)), ...(await holdsAreOf(mesh, [service]))];
  await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
  await statementOf(mesh, service, 1);
  await between();
  await eventually('a receipt for every batch', async () => ((await receiptsAreKept(mesh)).length === 0 ? true : undefined)).catch(() => undefined);
  return [...ordered, ...(await orderedOnce(mesh, service)), ...(await billedOnce(mesh, service)), ...(await holdsAreOf(mesh, [service])), ...(await receiptsAreKept(mesh))];
}

/**
 * What it had under way is over by then: it has read what the ledger held when it was sent on. Of relays one leads, this one or the
 * other, and has copied as much: one that stood still for a shorter time than the lock waits for leads on, rightly.
 */
async function caughtUp(mesh: ScenarioMesh, service: string): Promise<void> {
  const head = await mesh.ledger.head();
  await eventually(`${service} at ${head}`, async () => {
    const told = await Promise.all(instancesOf(mesh, service).map(metricsAt));
    const metrics = service === 'relay' ? told.filter((each) => /^carriermesh_relay_leads 1$/m.test(each)) : told.slice(0, 1);
    const position = /^carriermesh_(?:feed|relay)_position(?:\{.*\})? (\d+)$/m.exec(metrics[0] ?? '')?.[1];
    return metrics.length === 1 && position !== undefined && BigInt(position) >= head ? true : undefined;
  });
}

/** Where the first instance tells how it is, and then the other. */
const instancesOf = (mesh: ScenarioMesh, service: string): readonly (string | undefined)[] =>
  [service, `${service}-2`].map((each) => readRun(mesh.home)?.services.find(({ name }) => name === each)?.healthUrl);

const metricsAt = (healthUrl: string | undefined): Promise<string> => fetch(`${healthUrl}/metrics`).then((answer) => answer.text(), () => '');

/** The process says so before it acts, in its log. */
function hasActed(home: Home, failpoint: string): boolean {
  const { name, process: service } = parseFailpoint(failpoint);
  const logs = readdirSync(home.logsDirectory).filter((file) => file.endsWith('.log') && (service === undefined || file.startsWith(service)));
  return logs.some((file) => readFileSync(join(home.logsDirectory, file), 'utf8').includes(`"failpoint":"${name}"`));
}
