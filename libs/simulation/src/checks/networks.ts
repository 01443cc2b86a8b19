import { holds } from '@carriermesh/platform-audit';
import { decodeEvent } from '@carriermesh/platform-chassis';
import type { SimulatedDatabase } from '@carriermesh/platform-ledger';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { ProviderAgent } from '../parties/provider-agent.js';

/**
 * I5 in the networks themselves: nothing comes up in one, and nothing goes down, but by what is on record when it does. Looks at what agents did in
 * the step, and at the ledger as it was committed by then, whoever may read it yet: a step that was lost can't have been asked for.
 */
export class Networks {
  private readonly seen = new Map<ProviderAgent, number>();

  constructor(
    private readonly agents: ReadonlyMap<string, ProviderAgent>,
    private readonly database: SimulatedDatabase,
  ) {}

  look(): void {
    for (const agent of this.agents.values()) {
      const from = this.seen.get(agent) ?? 0;
      if (agent.acts.length === from) continue;
      this.seen.set(agent, agent.acts.length);
      for (const { segmentId, isUp } of agent.acts.slice(from)) {
        const record = this.recordOf(segmentId);
        if (isUp) holds(isWanted(record, segmentId), 'I5', () => `${segmentId} comes up at ${agent.id}, and nothing on record asks for it`);
        else holds(!isRunOn(record, segmentId), 'I5', () => `${segmentId} goes down at ${agent.id}, and by the record its service runs on it`);
      }
    }
  }

  isUp(segmentId: string): boolean {
    return [...this.agents.values()].some(({ segments }) => segments.get(segmentId)?.state === 'active');
  }

  private recordOf(segmentId: string): readonly AnyStoredEvent[] {
    return this.database.stream(`activation-con_${segmentId.slice(4).replace(/-\d+$/, '')}`, 0).map(decodeEvent);
  }
}

function isWanted(record: readonly AnyStoredEvent[], segmentId: string): boolean {
  const isIn = (segments: readonly { readonly segmentId: string }[]): boolean => segments.some((segment) => segment.segmentId === segmentId);
  const isMoving = record.some(({ type }) => type === 'provisioning.v1.RerouteStarted');
  return record.some(({ type, data }) => type === 'provisioning.v1.ActivationStarted' && (isIn(data.segments) || (isMoving && data.standbys.some(({ segments }) => isIn(segments)))));
}

/** From the moment that it is asked for, until the record says why it goes. */
function isRunOn(record: readonly AnyStoredEvent[], segmentId: string): boolean {
  let route: readonly string[] = [];
  let [isActive, isOver] = [false, false];
  const madeWay = new Set<string>();
  for (const { type, data } of record) {
    if (type === 'provisioning.v1.ActivationStarted') route = data.segments.map((segment) => segment.segmentId);
    else if (type === 'provisioning.v1.ServiceActivated') isActive = true;
    else if (type === 'provisioning.v1.SegmentRefused' || type === 'provisioning.v1.SegmentSilent') isOver ||= !isActive;
    else if (type === 'provisioning.v1.TeardownStarted') isOver = true;
    else if (type === 'provisioning.v1.ServiceRerouted') route = data.segmentIds;
    else if (type === 'provisioning.v1.RerouteSecured') data.brokenFirstSegmentIds.forEach((id) => madeWay.add(id));
  }
  return !isOver && route.includes(segmentId) && !madeWay.has(segmentId);
}
