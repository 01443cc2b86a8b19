import { randomUUID } from 'node:crypto';
import { NANOS_PER_DAY, NANOS_PER_SECOND } from '@carriermesh/kernel';
import { DEMONSTRATION_BUYER } from '@carriermesh/operator-commands';
import { advertising, type contracting } from '@carriermesh/wire';
import { activeService, expectedInUse } from './active-service.js';
import { inUse, inventoryOf } from './inventory.js';
import { differing, orderedOnce, type Problems } from './order-checks.js';
import { LONDON, NEW_YORK, orderBody, uuidOf } from './orders.js';
import { eventually } from './patience.js';
import type { ScenarioMesh } from './scenario-mesh.js';

const HESITANT = orderBody({ requestId: 'hesitant', from: LONDON, to: NEW_YORK, mbps: 10, objective: 'latency', acceptance: 'explicit' });

/** Past the quote's own end, a quarter of an hour, and before that of its hold, a minute later: each has a process of its own. */
const QUOTE_IS_OVER_NS = 930n * NANOS_PER_SECOND;
const HOLDS_ARE_OVER_NS = NANOS_PER_DAY;

/** A buyer takes its time, and then the quote: the capacity that waited for it is under contract, once. */
export async function quoteAccepted(mesh: ScenarioMesh): Promise<Problems> {
  const { quoteId } = await quoted(mesh);
  await eventually('the acceptance', async () => ((await mesh.buyer.acceptQuote(quoteId)).ok ? true : undefined));
  await eventually('the service', async () => ((await mesh.order(HESITANT)).record.state === 'active' ? true : undefined));
  const service = await activeService(mesh, HESITANT);
  await watchEnded(mesh, service.uuid);
  return [
    ...(await orderedOnce(mesh, service, { HoldPlaced: 1, HoldCommitted: 1 })),
    ...differing('what is in use', inUse(await inventoryOf(mesh)), expectedInUse([service])),
  ];
}

/** A buyer lets its quote run out: the order ends, and what waited for it is given back, a while before it would be free by itself. */
export async function quoteLapsed(mesh: ScenarioMesh): Promise<Problems> {
  const { quoteId } = await quoted(mesh);
  const uuid = uuidOf(quoteId);
  await mesh.launched.hands.advance(QUOTE_IS_OVER_NS);
  const { record } = await eventually('the end of the quote', async () => {
    const story = await mesh.order(HESITANT);
    return story.record.state === 'quoted' ? undefined : story;
  });
  await watchEnded(mesh, uuid);
  return [
    ...differing('the end of the order', [record.state, record.refusal?.code], ['refused', 'quote-expired']),
    ...differing('holds', await mesh.ledger.counts('advertising.v1.Hold', uuid), {
      'advertising.v1.HoldPlaced': 1, 'advertising.v1.HoldReleased': 1, 'advertising.v1.HoldWatchStarted': 1, 'advertising.v1.HoldWatchEnded': 1,
    }),
    ...differing('what is in use', inUse(await inventoryOf(mesh)), {}),
  ];
}

/** Whoever had capacity held forgets it: it is free by itself. */
export async function holdForgotten(mesh: ScenarioMesh): Promise<Problems> {
  const { validUntil } = await quoted(mesh);
  const uuid = randomUUID();
  const [link] = Object.keys(inUse(await inventoryOf(mesh)));
  const body = { holdId: `hol_${uuid}`, orderId: `ord_${uuid}`, buyerId: DEMONSTRATION_BUYER, needs: [{ resourceId: link ?? '', mbps: 1 }], heldUntil: validUntil, bought: false };
  const { outcome } = await mesh.ask(advertising.HoldCapacity, body);
  await mesh.launched.hands.advance(HOLDS_ARE_OVER_NS);
  await watchEnded(mesh, uuid);
  return [
    ...differing('the answer to what was asked for', outcome.kind, 'held'),
    ...differing('holds', await mesh.ledger.counts('advertising.v1.Hold', uuid), {
      'advertising.v1.HoldPlaced': 1, 'advertising.v1.HoldReleased': 1, 'advertising.v1.HoldWatchStarted': 1, 'advertising.v1.HoldWatchLapsed': 1, 'advertising.v1.HoldWatchEnded': 1,
    }),
    ...differing('what is in use', await eventually('the return of all capacity', async () => (Object.keys(inUse(await inventoryOf(mesh))).length === 0 ? {} : undefined)), {}),
  ];
}

async function quoted(mesh: ScenarioMesh): Promise<contracting.QuoteSummary> {
  const { record } = await mesh.order(HESITANT);
  return record.quote as contracting.QuoteSummary;
}

/** Whoever watches over a hold hears of its end after everybody else. */
const watchEnded = (mesh: ScenarioMesh, uuid: string): Promise<true> =>
  eventually('the end of the watch', async () => ((await mesh.ledger.all('advertising.v1.HoldWatchEnded', uuid)).length > 0 ? true : undefined));
