import { setTimeout as sleep } from 'node:timers/promises';
import { BuyerApi, readToken, type LaunchedMesh, type OrderBody } from '@carriermesh/operator-commands';
import { OperationalError } from '@carriermesh/platform-errors';
import { orderBody } from '../support/orders.js';
import { Chance } from './chance.js';
import type { AnsweredOrder } from './check/history.js';

const RETRY_MS = 300;
const MAX_IN_FLIGHT = 64;
const AT_REST = ['active', 'refused', 'quoted'];

/** A buyer who orders at a stated rate and asks again until each order has an end: the same request id is the same order. */
export class OrderLoad {
  readonly answered = new Map<string, AnsweredOrder>();
  /** What the API refused to take at all. */
  readonly problems: string[] = [];
  private readonly api: BuyerApi;
  private readonly cities: readonly string[];
  private readonly chance: Chance;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    launched: LaunchedMesh,
    private readonly options: { readonly seed: number; readonly giveUp: AbortSignal },
  ) {
    this.api = new BuyerApi(launched.apiUrl, readToken(launched.home));
    this.chance = new Chance(options.seed ^ 0x5eed);
    this.cities = [...new Set(launched.exchange.providers.flatMap(({ pops }) => pops.map(({ city }) => city)))].sort();
  }

  get open(): number {
    return this.underWay.size;
  }

  /** So many orders, some at once; resolves when all have an end. */
  async place(count: number): Promise<void> {
    for (let placed = 0; placed < count; placed += 1) {
      while (this.underWay.size >= 8 && !this.options.giveUp.aborted) await sleep(20);
      this.start();
    }
    await this.settled();
  }

  /** Orders at a rate until the time is over; returns while orders may still be under way. */
  async run({ perSecond, untilMs }: { readonly perSecond: number; readonly untilMs: number }): Promise<void> {
    while (performance.now() < untilMs && !this.options.giveUp.aborted) {
      if (this.underWay.size < MAX_IN_FLIGHT) this.start();
      await sleep(1_000 / perSecond);
    }
  }

  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private start(): void {
    const from = this.chance.of(this.cities);
    const to = this.chance.of(this.cities.filter((city) => city !== from));
    const requestId = `chaos-${this.options.seed}-${this.answered.size + this.problems.length + this.underWay.size}-${this.chance.between(0, 1e9)}`;
    const body = orderBody({ requestId, from: { city: from }, to: { city: to }, mbps: this.chance.between(1, 20), objective: this.chance.of(['profit', 'latency', 'cost']) });
    const work = this.order(body).finally(() => this.underWay.delete(work));
    this.underWay.add(work);
  }

  private async order(body: OrderBody): Promise<void> {
    while (!this.options.giveUp.aborted) {
      try {
        const answer = await this.api.order(body);
        if (!answer.ok) {
          this.problems.push(`${body.requestId}: ${answer.problem.status} ${answer.problem.detail ?? answer.problem.title}`);
          return;
        }
        const order = { requestId: body.requestId, orderId: String(answer.body['orderId']), state: String(answer.body['state']) };
        this.answered.set(body.requestId, order);
        if (AT_REST.includes(order.state)) return;
      } catch (error) {
        if (!(error instanceof OperationalError)) throw error;
      }
      await sleep(RETRY_MS);
    }
  }
}
