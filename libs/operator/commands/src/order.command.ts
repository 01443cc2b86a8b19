import { randomUUID } from 'node:crypto';
import { contracting } from '@carriermesh/wire';
import { BuyerApi, type Problem } from './buyer-api.js';
import { readToken } from './mesh-keys.js';
import { orderBody, type OrderFlags } from './order-flags.js';
import { refusalOf } from './order-story.js';
import { orderSummary } from './order-summary.js';
import { placeOrder } from './place-order.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT, tellRefusal } from './say.js';

export interface OrderCommandFlags extends OrderFlags {
  readonly home?: string;
  readonly json?: boolean;
}

/** Orders a service as the demonstration's buyer, over the HTTP API. */
export async function orderCommand(flags: OrderCommandFlags): Promise<number> {
  return withRunningMesh(flags.home, async (mesh) => {
    const placed = await placeOrder(mesh, orderBody(flags, `cli-${randomUUID()}`));
    if (placed.kind === 'problem') return tellProblem(placed.problem, flags.json);
    const { record } = placed.story;
    process.stdout.write(flags.json ? `${JSON.stringify(contracting.ServiceRequestRecord.toJson(record))}\n` : orderSummary(placed.story));
    return refusalOf(placed.story) ? EXIT.refused : EXIT.done;
  });
}

/** Takes a quote that waits for its buyer. */
export async function acceptQuoteCommand(quoteId: string, flags: { home?: string; json?: boolean }): Promise<number> {
  return withRunningMesh(flags.home, async ({ home, apiUrl }) => {
    const answer = await new BuyerApi(apiUrl, readToken(home)).acceptQuote(quoteId);
    if (!answer.ok) return tellProblem(answer.problem, flags.json);
    process.stdout.write(flags.json ? `${JSON.stringify(answer.body)}\n` : `The quote ${quoteId} is accepted.\n`);
    return EXIT.done;
  });
}

export function tellProblem(problem: Problem, json: boolean | undefined): number {
  const { code = String(problem.status), detail = problem.title, facts = {} } = problem;
  const refused = tellRefusal({ code, message: detail, facts }, json);
  // What the caller wrote wrongly is an error; what the business does not want is a refusal.
  return problem.status === 400 || problem.status === 401 ? EXIT.error : refused;
}
