import { OperationalError } from '@carriermesh/platform-errors';
import type { Bus } from '@carriermesh/platform-bus';
import type { Home } from '@carriermesh/operator-home';
import { BuyerApi, type OrderBody, type Problem } from './buyer-api.js';
import { DEMONSTRATION_BUYER, readToken } from './mesh-keys.js';
import { orderStory, type OrderStory } from './order-story.js';

export type Placed = { readonly kind: 'order'; readonly story: OrderStory; readonly tookMs: number } | { readonly kind: 'problem'; readonly problem: Problem };

/** Orders as the demonstration's buyer does, over the HTTP API, and reads what came of it. */
export async function placeOrder(mesh: { home: Home; apiUrl: string; bus: Pick<Bus, 'request'> }, body: OrderBody): Promise<Placed> {
  const api = new BuyerApi(mesh.apiUrl, readToken(mesh.home));
  const beginMs = performance.now();
  const answer = await api.order(body);
  const tookMs = Math.round((performance.now() - beginMs) * 10) / 10;
  if (!answer.ok) return { kind: 'problem', problem: answer.problem };
  const orderId = answer.body['orderId'];
  if (typeof orderId !== 'string') throw new OperationalError('malformed', 'the API answered an order without its orderId');
  return { kind: 'order', story: await orderStory(mesh.bus, DEMONSTRATION_BUYER, orderId), tookMs };
}
