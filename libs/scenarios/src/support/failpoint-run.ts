import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import type { Home } from '@carriermesh/operator-home';
import { FAILPOINTS, parseFailpoint, type Failpoint } from '@carriermesh/platform-failpoints';
import { activeService, statementOf } from './active-service.js';
import { billedOnce, holdsAreOf, orderedOnce, receiptsAreKept, type Problems } from './order-checks.js';
import { LONDON, orderBody } from './orders.js';
import { eventually } from './patience.js';
import { ScenarioMesh } from './scenario-mesh.js';
import { smallExchange } from './small-exchange.js';

/** Over two providers, so that each step of the promise has something to lose. */
const ROUTE = { from: LONDON, to: { city: 'Vienna' }, mbps: 100, objective: 'latency' } as const;

export interface FailpointRun {
  /** Whether some process has passed it as often as it was to: else nothing was tried. */
  readonly acted: boolean;
  /** What was not as it must be after one order from advertisement to bill; none when all was well. */
  readonly problems: Problems;
}

/**
 * One order from advertisement to bill, on a fresh mesh of processes, with a failpoint switched on from the first process's start.
 * The failpoint kills: a process that was paused would have to be sent on by somebody.
 * @param failpoint as the environment variable has it: `contracting:process-after-effect@2`
 */
export async function orderWithFailpoint(failpoint: string): Promise<FailpointRun> {
  const { source, directory } = smallExchange();
  try {
    const mesh = await ScenarioMesh.launch({ source, failpoint });
    try {
      const problems = await orderToBill(mesh);
      return { acted: hasActed(mesh.home, failpoint), problems };
    } finally {
      await mesh.stop();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Every failpoint in every process that passes it during an order from advertisement to bill. */
export const failpointsOfAnOrder = (): readonly string[] =>
  Object.entries<Failpoint>(FAILPOINTS).flatMap(([name, { processes }]) => processes.map((process) => `${process}:${name}`).filter((each) => !NOT_IN_AN_ORDER.has(each)));

/** What an order that goes well never comes to, and why. */
const NOT_IN_AN_ORDER: ReadonlyMap<string, string> = new Map();

async function orderToBill(mesh: ScenarioMesh): Promise<Problems> {
  const service = await activeService(mesh, orderBody({ ...ROUTE, requestId: 'through-a-failpoint' }));
  const ordered = [...(await orderedOnce(mesh, service)), ...(await holdsAreOf(mesh, [service]))];
  await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
  await statementOf(mesh, service, 1);
  await eventually('a receipt for every batch', async () => ((await receiptsAreKept(mesh)).length === 0 ? true : undefined)).catch(() => undefined);
  return [...ordered, ...(await billedOnce(mesh, service)), ...(await holdsAreOf(mesh, [service])), ...(await receiptsAreKept(mesh))];
}

/** The process says so before it acts, in its log. */
function hasActed(home: Home, failpoint: string): boolean {
  const { name, process } = parseFailpoint(failpoint);
  const logs = readdirSync(home.logsDirectory).filter((file) => file.endsWith('.log') && (process === undefined || file.startsWith(process)));
  return logs.some((file) => readFileSync(join(home.logsDirectory, file), 'utf8').includes(`"failpoint":"${name}"`));
}
