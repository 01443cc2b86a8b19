import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';
import { contracting } from '@carriermesh/wire';
import type { Buyer } from '../identity/buyers.js';
import { Mesh } from '../mesh.js';
import { STOPPING } from '../tokens.js';

type OrderRecord = contracting.ServiceRequestRecord;

/** Requests that may wait at a time; one more is answered at once, as if it had not asked to wait. */
const MAX_WAITING = 512;
const FIRST_LOOK_MS = 50;
const LONGEST_LOOK_MS = 1_000;

/** Nothing more happens to the order by itself. */
export const isAtRest = ({ state, terms }: OrderRecord): boolean =>
  state === 'active' || state === 'suspended' || state === 'refused' || state === 'terminated' || (state === 'quoted' && terms.acceptance === 'explicit');

/** Looks at an order again and again until it has reached an end, or needs its buyer. */
@Injectable()
export class OrderWatch {
  private waiting = 0;

  constructor(
    private readonly mesh: Mesh,
    @Inject(LOGGER) private readonly log: Logger,
    @Inject(STOPPING) private readonly stopping: AbortSignal,
  ) {}

  /**
   * @param gone aborted when nobody waits for the answer any more
   * @returns the newest record there is when the time is over
   */
  async untilAtRest(buyer: Buyer, first: OrderRecord, seconds: number, gone: AbortSignal): Promise<OrderRecord> {
    if (seconds === 0 || this.waiting >= MAX_WAITING) return first;
    this.waiting += 1;
    try {
      const signal = AbortSignal.any([gone, this.stopping, AbortSignal.timeout(seconds * 1_000)]);
      return await this.look(buyer, first, signal);
    } finally {
      this.waiting -= 1;
    }
  }

  private async look(buyer: Buyer, first: OrderRecord, signal: AbortSignal): Promise<OrderRecord> {
    let record = first;
    let pauseMs = FIRST_LOOK_MS;
    while (!isAtRest(record) && !signal.aborted) {
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      record = (await this.newest(buyer, record.orderId)) ?? record;
      pauseMs = Math.min(pauseMs * 1.5, LONGEST_LOOK_MS);
    }
    return record;
  }

  /** The order was taken already: that it can't be looked at for a moment is no reason to answer with an error. */
  private async newest(buyer: Buyer, orderId: string): Promise<OrderRecord | undefined> {
    try {
      const { outcome } = await this.mesh.ask(buyer, contracting.GetServiceRequest, { buyerId: buyer.id, orderId });
      return outcome.kind === 'service-request' ? outcome.serviceRequest : undefined;
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      this.log.warn({ error, orderId }, 'an order that is waited for could not be looked at');
      return undefined;
    }
  }
}
