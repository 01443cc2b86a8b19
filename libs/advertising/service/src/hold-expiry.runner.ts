import { Inject, Injectable } from '@nestjs/common';
import { holdExpiry, type HoldWatch, type HoldWatchEvent, type HoldWatchInput, type ReleaseLapsed } from '@carriermesh/advertising-domain';
import { CLOCK, type Clock } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { AnyStoredEvent, EffectCall, ProcessRunner } from '@carriermesh/platform-processes';
import { HoldBook } from './hold-book.js';

@Injectable()
export class HoldExpiryRunner implements ProcessRunner<HoldWatch, HoldWatchInput, HoldWatchEvent, ReleaseLapsed> {
  readonly process = holdExpiry;
  readonly category = 'holdexpiry';
  readonly listens = ['advertising.v1.HoldPlaced', 'advertising.v1.HoldCommitted', 'advertising.v1.HoldReleased'];

  constructor(
    @Inject(HoldBook) private readonly holds: HoldBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  route(event: AnyStoredEvent): { readonly id: string; readonly input: HoldWatchInput } | undefined {
    switch (event.type) {
      case 'advertising.v1.HoldPlaced': {
        const { holdId, heldUntil, bought } = event.data;
        // What is bought never lapses.
        if (bought) return undefined;
        return { id: holdId, input: { kind: 'placed', holdId, heldUntil } };
      }
      case 'advertising.v1.HoldCommitted':
        return { id: event.data.holdId, input: { kind: 'over', outcome: 'committed' } };
      case 'advertising.v1.HoldReleased':
        return { id: event.data.holdId, input: { kind: 'over', outcome: 'released' } };
      default:
        return undefined;
    }
  }

  async perform({ holdId }: ReleaseLapsed, { context, signal }: EffectCall): Promise<HoldWatchInput> {
    const outcome = await this.holds.settle({ kind: 'release', holdId, reason: 'hold-expired', now: this.clock.now() }, context, signal);
    if (outcome.kind === 'done') return { kind: 'over', outcome: 'released' };
    // It was committed in its last instant, by an instance whose clock was behind.
    if (outcome.refusal.code === 'hold-committed') return { kind: 'over', outcome: 'committed' };
    throw new OperationalError('unavailable', `hold ${holdId} has lapsed and can't be released yet: ${outcome.refusal.code}`);
  }
}
