import { Inject, Injectable, type Type } from '@nestjs/common';
import { type Instant, plus } from '@carriermesh/kernel';
import { type Call, CLOCK, type Clock, defineService, Handles, LEDGER, type Reaction, type ServiceDefinition, TypedLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import { advertising, type common, paths, type provisioning } from '@carriermesh/wire';
import type { TrialMarket } from './trial-market.js';

/** How the other contexts behave towards contracting in a suite, and what they were asked. */
export class Neighbourhood {
  /** Resources that the path search takes for free although they are not. */
  readonly overlooked = new Set<string>();
  /** Whether the path search learns of it when a hold is refused. */
  isLearning = true;
  /** The position of the commit that gave back all that there is; whoever asks for an older topology finds nothing. */
  freedAt = 0n;
  /** Nobody answers a hold while it is true. */
  isHoldSilent = false;
  /** Why the next activations fail; `undefined` while they succeed. */
  activationRefusal: common.Refusal | undefined;
  readonly holds = new Map<string, { readonly needs: readonly advertising.CapacityNeed[]; readonly heldUntil: Instant; state: 'held' | 'committed' | 'released' }>();
  readonly questions: paths.FindPathsRequest[] = [];

  constructor(readonly market: TrialMarket) {}

  freeMbps(resourceId: string): number {
    const taken = [...this.holds.values()].filter(({ state }) => state !== 'released').flatMap(({ needs }) => needs);
    return taken.filter((need) => need.resourceId === resourceId).reduce((free, { mbps }) => free - mbps, this.market.capacityOf(resourceId));
  }
}

const refused = (code: string, message = `${code}.`, facts = {}) => ({ outcome: { kind: 'refused', refused: { code, message, facts } } }) as const;

/**
 * Paths, advertising and provisioning as contracting sees them: over the same bus and ledger, and held to the same schema. What
 * they promise to each other is their own suites' business.
 */
export function neighbours(hood: Neighbourhood): ServiceDefinition {
  @Injectable()
  @Handles(paths.FindPaths)
  class FindPaths {
    async execute({ body }: Call<paths.FindPathsRequest>): Promise<paths.FindPathsResponse> {
      hood.questions.push(body);
      if (body.to.place.kind === 'city' && body.to.place.city === 'Atlantis') return { revision: 1n, ...refused('no-route') };
      if (body.atLeastRevision < hood.freedAt) return { revision: body.atLeastRevision, ...refused('no-capacity', 'Nothing is left.', { most_mbps: '0' }) };
      const waysFor = (mbps: number) => hood.market.candidates(body.objective, (id) => hood.overlooked.has(id) || hood.freeMbps(id) >= mbps);
      const carriages = body.carried?.carriages;
      const candidates = carriages?.flatMap(({ mbps }, index) => waysFor(mbps).map((way) => ({ ...way, carriage: index + 1 }))) ?? waysFor(body.mbps);
      if (candidates.length === 0) return { revision: 1n, ...refused('no-capacity', 'Nothing is left.', { most_mbps: '0' }) };
      return { revision: body.atLeastRevision, outcome: { kind: 'found', found: hood.market.found(candidates, (id) => hood.market.capacityOf(id) - hood.freeMbps(id)) } };
    }
  }

  @Injectable()
  @Handles(advertising.HoldCapacity)
  class HoldCapacity {
    constructor(@Inject(CLOCK) private readonly clock: Clock) {}

    async execute({ body: { holdId, needs, heldUntil, bought } }: Call<advertising.HoldCapacityRequest>): Promise<advertising.HoldCapacityResponse> {
      if (hood.isHoldSilent) throw new OperationalError('unavailable', 'nobody is there');
      if (heldUntil <= this.clock.now()) return refused('hold-expired');
      const short = needs.find(({ resourceId, mbps }) => !hood.holds.has(holdId) && hood.freeMbps(resourceId) < mbps);
      if (short && hood.isLearning) hood.overlooked.clear();
      if (short) return refused('no-capacity', `${short.resourceId} is short.`, { available_mbps: `${hood.freeMbps(short.resourceId)}` });
      if (!hood.holds.has(holdId)) hood.holds.set(holdId, { needs, heldUntil, state: bought ? 'committed' : 'held' });
      return { outcome: { kind: 'held', held: { holdId, heldUntil } } };
    }
  }

  @Injectable()
  @Handles(advertising.CommitHold)
  class CommitHold {
    constructor(@Inject(CLOCK) private readonly clock: Clock) {}

    async execute({ body: { holdId } }: Call<advertising.CommitHoldRequest>): Promise<advertising.CommitHoldResponse> {
      const hold = hood.holds.get(holdId);
      if (!hold || hold.heldUntil <= this.clock.now()) return refused('hold-expired');
      hold.state = 'committed';
      return { outcome: { kind: 'committed', committed: { holdId } } };
    }
  }

  @Injectable()
  @Handles(advertising.ReleaseHold)
  class ReleaseHold {
    async execute({ body: { holdId } }: Call<advertising.ReleaseHoldRequest>): Promise<advertising.ReleaseHoldResponse> {
      const hold = hood.holds.get(holdId);
      if (hold) hold.state = 'released';
      return { outcome: { kind: 'released', released: { holdId } } };
    }
  }

  return defineService({
    name: 'neighbours',
    handlers: [FindPaths, HoldCapacity, CommitHold, ReleaseHold],
    reactions: [activation(hood)],
    listens: ['contracting.v1.ContractSigned'],
    publishes: ['provisioning.v1.ServiceActivated', 'provisioning.v1.ActivationFailed'],
  });
}

/** Provisioning: every contract's service comes up at once, or fails as the suite wants it to. */
function activation(hood: Neighbourhood): Type<Reaction> {
  @Injectable()
  class Activation implements Reaction {
    readonly name = 'trial-activation';
    readonly listens = ['contracting.v1.ContractSigned'] as const;

    constructor(
      @Inject(LEDGER) private readonly ledger: TypedLedger,
      @Inject(CLOCK) private readonly clock: Clock,
    ) {}

    async handle(event: AnyStoredEvent): Promise<void> {
      if (event.type !== 'contracting.v1.ContractSigned') return;
      const { contractId, orderId } = event.data;
      const now = this.clock.now();
      const reason = hood.activationRefusal;
      const outcome: provisioning.AnyEvent = reason
        ? { type: 'provisioning.v1.ActivationFailed', data: { contractId, orderId, reason, failedAt: now } }
        : { type: 'provisioning.v1.ServiceActivated', data: { contractId, orderId, serviceStartAt: now, activatedAt: plus(now, 1n) } };
      await this.ledger.commit([{ stream: `activation-${contractId}`, expected: 'none', events: [outcome] }], { ...event.metadata, causationId: event.eventId });
    }
  }

  return Activation;
}
