import { Inject, Injectable } from '@nestjs/common';
import { hold, type HoldCommand, type HoldRefusal, type HoldState, type ResourceCommand, type ResourceRefusal } from '@carriermesh/advertising-domain';
import { unreachable } from '@carriermesh/kernel';
import type { CallContext } from '@carriermesh/platform-bus';
import { TIMERS } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { sleep, type Timers } from '@carriermesh/platform-time';
import { Books, resource } from './books.js';
import type { Change, Standing } from './stream-states.js';
import { holdStream, resourceStream } from './streams.js';

export type HoldOutcome =
  | { readonly kind: 'done'; readonly state: HoldState }
  | { readonly kind: 'refused'; readonly refusal: HoldRefusal | ResourceRefusal };

type Verdict =
  | { readonly kind: 'accepted'; readonly changes: readonly Change[]; readonly state: HoldState }
  | { readonly kind: 'doubtful'; readonly streams: readonly string[] }
  | HoldOutcome;

/** How often a hold is decided again because another instance wrote first. */
const MAX_CONFLICTS = 16;
const CONFLICT_PAUSE_MS = 5;

const NEVER_SEEN: Standing<HoldState> = { state: hold.initial, revision: 'none' };

/**
 * Holds that span resources: what happens to a hold happens to all its parts in the same commit, or to none. The hold and
 * each of its resources decide, each on its own stream.
 */
@Injectable()
export class HoldBook {
  constructor(
    @Inject(Books) private readonly books: Books,
    @Inject(TIMERS) private readonly timers: Timers,
  ) {}

  /**
   * @param signal ends the waiting for a turn when the service stops
   * @throws OperationalError `overloaded` when too many others want the same resources
   */
  async settle(command: HoldCommand, context: CallContext, signal?: AbortSignal): Promise<HoldOutcome> {
    const own = holdStream(command.holdId);
    const known = command.kind === 'place' ? NEVER_SEEN : (this.books.holds.peek(own) ?? (await this.books.holds.refresh(own)));
    const keys = [own, ...resourcesOf(command, known.state).map(resourceStream)];
    return this.books.turns.take(keys, async () => {
      if (signal?.aborted) throw new OperationalError('unavailable', `hold ${command.holdId} was not settled: this instance is stopping`);
      return this.settleInTurn(command, context);
    });
  }

  private async settleInTurn(command: HoldCommand, context: CallContext): Promise<HoldOutcome> {
    const fresh = new Set<string>();
    // Every instance watches every hold: mostly another one has released it already, and there is nothing to try.
    if (command.kind === 'release') await this.books.refresh([holdStream(command.holdId)], fresh);
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; ) {
      const verdict = await this.judge(command, fresh);
      if (verdict.kind === 'doubtful') {
        await this.books.refresh(verdict.streams, fresh);
        continue;
      }
      const changes = verdict.kind === 'accepted' ? verdict.changes : this.finalityOf(command, verdict);
      if (verdict.kind !== 'accepted' && changes.length === 0) return verdict;
      const conflict = await this.books.write(changes, { context, fresh });
      if (!conflict) return verdict.kind === 'accepted' ? { kind: 'done', state: verdict.state } : verdict;
      conflicts += 1;
      await sleep(this.timers, CONFLICT_PAUSE_MS * conflicts);
    }
    throw new OperationalError('overloaded', `hold ${command.holdId}: other instances wrote first ${MAX_CONFLICTS} times in a row`);
  }

  /**
   * What is bought never lapses: a request that was delayed, and comes when its sender has been refused and gone on, would keep its
   * capacity for ever. So the refusal is on record too, and whoever asks for this hold has the same answer.
   */
  private finalityOf(command: HoldCommand, { kind }: HoldOutcome): readonly Change[] {
    if (kind !== 'refused' || command.kind !== 'place' || !command.bought) return [];
    const own = holdStream(command.holdId);
    const before = this.books.holds.peek(own) ?? NEVER_SEEN;
    if (before.state.status !== 'none') return [];
    const release = hold.decide({ kind: 'release', holdId: command.holdId, reason: 'order-ended', now: command.now }, before.state);
    return release.kind === 'accepted' ? [this.books.holds.change(own, before, release.events)] : [];
  }

  /** What the hold and its resources say. Anything but a yes is doubtful until its streams were read during this call. */
  private async judge(command: HoldCommand, fresh: Set<string>): Promise<Verdict> {
    const own = holdStream(command.holdId);
    const before = this.books.holds.peek(own) ?? NEVER_SEEN;
    const decision = hold.decide(command, before.state);
    if (decision.kind !== 'accepted') {
      if (!fresh.has(own)) return { kind: 'doubtful', streams: [own] };
      return decision.kind === 'refused' ? decision : { kind: 'done', state: before.state };
    }
    const changes = [this.books.holds.change(own, before, decision.events)];
    const resourceIds = resourcesOf(command, before.state);
    const standings = await this.books.resources.recall(resourceIds.map(resourceStream), fresh);
    for (const resourceId of resourceIds) {
      const stream = resourceStream(resourceId);
      const standing = standings.get(stream)!;
      const answer = resource.decide(partOf(command, resourceId, before.state), standing.state);
      if (answer.kind === 'accepted') {
        changes.push(this.books.resources.change(stream, standing, answer.events));
        continue;
      }
      const old = [stream, own].filter((each) => !fresh.has(each));
      if (old.length > 0) return { kind: 'doubtful', streams: old };
      if (answer.kind === 'refused') return answer;
      // Ignored, and truly so: for example a part that was freed already, when its capacity was given to somebody else. An
      // older state would also ignore the end of a part that it has not seen begin, whose capacity would then never be free.
    }
    return { kind: 'accepted', changes, state: decision.events.reduce(hold.evolve, before.state) };
  }
}

/** The resources of a hold: what is asked for, or what was set aside when it was placed. */
function resourcesOf(command: HoldCommand, state: HoldState): readonly string[] {
  const needs = command.kind === 'place' || command.kind === 'resize' ? command.needs : state.status === 'none' ? [] : (state.placed?.needs ?? []);
  return needs.map(({ resourceId }) => resourceId);
}

/** What a command to the hold means to one of its resources. */
function partOf(command: HoldCommand, resourceId: string, state: HoldState): ResourceCommand {
  const { holdId, now } = command;
  switch (command.kind) {
    case 'place': {
      const { buyerId, heldUntil, bought, virtualNetwork } = command;
      const { mbps, unit } = command.needs.find((need) => need.resourceId === resourceId)!;
      return { kind: 'hold', resourceId, holdId, buyerId, mbps, unit, heldUntil, bought, virtualNetwork, now };
    }
    case 'commit':
      return { kind: 'commit', resourceId, holdId, now };
    case 'resize': {
      const mbps = command.needs.find((need) => need.resourceId === resourceId)!.mbps;
      const buyerId = state.status === 'committed' ? state.placed.buyerId : '';
      return { kind: 'resize', resourceId, holdId, buyerId, mbps, now };
    }
    case 'release':
      return { kind: 'release', resourceId, holdId, reason: command.reason };
    default:
      return unreachable(command);
  }
}
