import { randomUUID } from 'node:crypto';
import { type common, contracting } from '@carriermesh/wire';
import { BuyerApi, type Problem } from './buyer-api.js';
import { readToken } from './mesh-keys.js';
import { orderBody, type OrderFlags } from './order-flags.js';
import { refusalOf } from './order-story.js';
import { orderSummary } from './order-summary.js';
import { placeOrder } from './place-order.js';
import { readSigningKey, signatureOver } from './buyer-key.js';
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
export async function acceptQuoteCommand(quoteId: string, flags: { home?: string; json?: boolean; key?: string }): Promise<number> {
  const key = flags.key === undefined ? undefined : readSigningKey(flags.key);
  return withRunningMesh(flags.home, async ({ home, apiUrl }) => {
    const api = new BuyerApi(apiUrl, readToken(home));
    const shown = key ? await api.get(`/v1/quotes/${encodeURIComponent(quoteId)}`) : undefined;
    if (shown && !shown.ok) return tellProblem(shown.problem, flags.json, noQuote(quoteId));
    const answer = await api.acceptQuote(quoteId, key && shown && signatureOver(shown.body, key));
    if (!answer.ok) return tellProblem(answer.problem, flags.json, noQuote(quoteId));
    process.stdout.write(flags.json ? `${JSON.stringify(answer.body)}\n` : `The quote ${quoteId} is accepted.\n`);
    return EXIT.done;
  });
}

/** Turns a quote down that waits for its buyer. */
export async function declineQuoteCommand(quoteId: string, { home: directory, json, reason }: { home?: string; json?: boolean; reason?: string }): Promise<number> {
  return withRunningMesh(directory, async ({ home, apiUrl }) => {
    const answer = await new BuyerApi(apiUrl, readToken(home)).declineQuote(quoteId, reason);
    if (!answer.ok) return tellProblem(answer.problem, json, noQuote(quoteId));
    process.stdout.write(json ? `${JSON.stringify(answer.body)}\n` : `The quote ${quoteId} is declined; its order ends, and its capacity is given back.\n`);
    return EXIT.done;
  });
}

const noQuote = (quoteId: string): string => `There is no quote "${quoteId}" for this buyer.`;

/** @param unknown what is said in place of the API's words for an address under which nothing is: whoever types a command has seen no address */
export const asRefusal = ({ status, title, code = String(status), detail = title, facts = {} }: Problem, unknown?: string): common.Refusal => ({
  code,
  message: code === 'not-found' && unknown !== undefined ? unknown : detail,
  facts,
});

export function tellProblem(problem: Problem, json: boolean | undefined, unknown?: string): number {
  const refused = tellRefusal(asRefusal(problem, unknown), json);
  // What the caller wrote wrongly is an error; what the business does not want is a refusal.
  return problem.status === 400 || problem.status === 401 ? EXIT.error : refused;
}
