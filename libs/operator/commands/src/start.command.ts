import { readTrafficClasses } from '@carriermesh/agent-service';
import { homeDirectory } from '@carriermesh/operator-home';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import { portOf } from '@carriermesh/platform-chassis';
import type { OrderBody } from './buyer-api.js';
import { exchangeSource, type TopologyFlags } from './exchange-source.js';
import type { Said } from './kept-settings.js';
import { DEMONSTRATION_BUYER } from './mesh-keys.js';
import { launchMesh, type LaunchedMesh } from './mesh-launcher.js';
import { orderBody, type OrderFlags } from './order-flags.js';
import { firstStatement, type OrderStory } from './order-story.js';
import { orderSummary } from './order-summary.js';
import { placeOrder } from './place-order.js';
import { ratePlanOf } from './rate-plan-source.js';
import { EXIT, sayOnStderr } from './say.js';
import { endPromise } from './signals.js';
import { firstInvoiceExists } from './order-story.js';

/** The name of the order that a home places at its first start; later starts find it by this name. */
const FIRST_ORDER = 'first-order';
/** Long enough for any month to end. */
export const ONE_MONTH_NS = 31n * NANOS_PER_DAY;

export interface StartFlags extends TopologyFlags, OrderFlags {
  readonly home?: string;
  readonly port?: string;
  readonly natsPort?: string;
  readonly postgresPort?: string;
  /** `false`: none any more. */
  readonly usageTariff?: string | false;
  readonly usageClasses?: string | false;
}

/** Starts a demonstration mesh, orders once, says what came of it, and stays until it is told to end. */
export async function startCommand(flags: StartFlags): Promise<number> {
  const body = orderBody(flags, FIRST_ORDER);
  const source = exchangeSource(flags);
  const ratePlan = said(flags.usageTariff, (file) => ratePlanOf(file, Date.now()));
  const classes = said(flags.usageClasses, readTrafficClasses);
  const end = endPromise();
  const mesh = await launchMesh({
    homeDirectory: homeDirectory({ flag: flags.home }),
    source,
    ...(flags.port === undefined ? {} : { apiPort: portOf(flags.port, '--port') }),
    ...(flags.natsPort === undefined ? {} : { natsPort: portOf(flags.natsPort, '--nats-port') }),
    ...(flags.postgresPort === undefined ? {} : { postgresPort: portOf(flags.postgresPort, '--postgres-port') }),
    ...(ratePlan ? { ratePlan } : {}),
    ...(classes ? { classes } : {}),
    say: sayOnStderr,
  });
  try {
    await Promise.race([tellFirstOrder(mesh, body, flags.home), end]);
    await end;
    sayOnStderr('Stopping everything that was started …');
    return EXIT.done;
  } finally {
    await mesh.stop();
    sayOnStderr('Stopped. The data stays in the home; the next start goes on with it.');
  }
}

const said = <T>(flag: string | false | undefined, read: (file: string) => T): Said<T> => (flag === undefined ? undefined : flag === false ? 'none' : read(flag));

async function tellFirstOrder(mesh: LaunchedMesh, body: OrderBody, named: string | undefined): Promise<void> {
  const placed = await placeOrder(mesh, body);
  if (placed.kind === 'problem') {
    process.stdout.write(`The API refused the first order: ${placed.problem.detail ?? placed.problem.title}\n`);
  } else {
    process.stdout.write(`\nThe first order of this home\n\n${orderSummary(await billed(mesh, placed.story))}`);
  }
  process.stdout.write(`${whereToGoOn(mesh, named)}\n`);
}

/** At the first start the clock is moved past the first month, so that there is a bill to look at. */
async function billed(mesh: LaunchedMesh, story: OrderStory): Promise<OrderStory> {
  if (!story.contract) return story;
  const { contractId } = story.contract;
  if (!(await firstInvoiceExists(mesh.bus, DEMONSTRATION_BUYER, contractId))) {
    sayOnStderr('The clock of this demonstration moves 31 days on, to the end of the first month.');
    await mesh.hands.advance(ONE_MONTH_NS);
  }
  return { ...story, statement: await firstStatement(mesh.bus, DEMONSTRATION_BUYER, contractId) };
}

/** @param named the home as it was named at the start, which other commands have to name too */
export function whereToGoOn({ apiUrl, home }: Pick<LaunchedMesh, 'apiUrl' | 'home'>, named?: string): string {
  const here = named === undefined ? '' : ` --home ${named}`;
  return `
  API           ${apiUrl}/v1/service-requests   (OpenAPI at ${apiUrl}/openapi.json)
  Token         ${home.keysDirectory}/buyers/${DEMONSTRATION_BUYER}.token
  Logs          ${home.logsDirectory}

  Go on in another terminal:
    npx carriermesh order --from Frankfurt --to Sydney --mbps 500 --objective latency${here}
    npx carriermesh status${here}
    npx carriermesh clock advance 31d${here}

  Ctrl-C stops everything that was started.
`;
}
