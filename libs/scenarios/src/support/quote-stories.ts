import { NANOS_PER_DAY } from '@carriermesh/kernel';
import type { OrderStory } from '@carriermesh/operator-commands';
import { activeService, expectedInUse } from './active-service.js';
import { inUse, inventoryOf } from './inventory.js';
import { differing, orderedOnce, type Problems } from './order-checks.js';
import { LONDON, NEW_YORK, orderBody, uuidOf } from './orders.js';
import { eventually } from './patience.js';
import type { ScenarioMesh } from './scenario-mesh.js';

const HESITANT = orderBody({ requestId: 'hesitant', from: LONDON, to: NEW_YORK, mbps: 10, objective: 'latency', acceptance: 'explicit' });

/** Past every quote's own end. */
const QUOTES_ARE_OVER_NS = NANOS_PER_DAY;

/** A buyer takes its time, and then the quote: the capacity that waited for it is under contract, once. */
export async function quoteAccepted(mesh: ScenarioMesh): Promise<Problems> {
  const quoteId = await quoted(mesh);
  await eventually('the acceptance', async () => ((await mesh.buyer.acceptQuote(quoteId)).ok ? true : undefined));
  await eventually('the service', async () => ((await mesh.order(HESITANT)).record.state === 'active' ? true : undefined));
  const service = await activeService(mesh, HESITANT);
  await watchEnded(mesh, service.uuid);
  return [
    ...(await orderedOnce(mesh, service, { HoldPlaced: 1, HoldCommitted: 1 })),
    ...differing('what is in use', inUse(await inventoryOf(mesh)), expectedInUse([service])),
  ];
}

/** A buyer lets its quote run out: the order ends, and what waited for it is free again. */
export async function quoteLapsed(mesh: ScenarioMesh): Promise<Problems> {
  const uuid = uuidOf(await quoted(mesh));
  await mesh.launched.hands.advance(QUOTES_ARE_OVER_NS);
  const { record } = await eventually('the end of the quote', async () => {
    const story = await mesh.order(HESITANT);
    return story.record.state === 'quoted' ? undefined : story;
  });
  await watchEnded(mesh, uuid);
  return [
    ...differing('the end of the order', [record.state, record.refusal?.code], ['refused', 'quote-expired']),
    ...differing('holds', await mesh.ledger.counts('advertising.v1.Hold', uuid), {
      'advertising.v1.HoldPlaced': 1, 'advertising.v1.HoldReleased': 1, 'advertising.v1.HoldWatchStarted': 1, 'advertising.v1.HoldWatchLapsed': 1, 'advertising.v1.HoldWatchEnded': 1,
    }),
    ...differing('what is in use', inUse(await inventoryOf(mesh)), {}),
  ];
}

async function quoted(mesh: ScenarioMesh): Promise<string> {
  const { record } = await mesh.order(HESITANT);
  const { quoteId } = record.quote as NonNullable<OrderStory['record']['quote']>;
  return quoteId;
}

/** Whoever watches over a hold hears of its end after everybody else. */
const watchEnded = (mesh: ScenarioMesh, uuid: string): Promise<true> =>
  eventually('the end of the watch', async () => ((await mesh.ledger.all('advertising.v1.HoldWatchEnded', uuid)).length > 0 ? true : undefined));
