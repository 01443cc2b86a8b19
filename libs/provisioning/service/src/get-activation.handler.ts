import { Inject, Injectable } from '@nestjs/common';
import { fold } from '@carriermesh/decider';
import { isToken } from '@carriermesh/kernel';
import { Handles, LEDGER, TypedLedger, type Call, type Handler } from '@carriermesh/platform-chassis';
import { provisioning } from '@carriermesh/wire';
import { activation, type ActivationEvent, type ActivationState } from '@carriermesh/provisioning-domain';

/** How much of an id from outside a refusal repeats. */
const MAX_SHOWN_CHARACTERS = 100;

/** Reads the process's own stream: what it answers is never behind. */
@Injectable()
@Handles(provisioning.GetActivation)
export class GetActivationHandler implements Handler<provisioning.GetActivationRequest, provisioning.GetActivationResponse> {
  constructor(@Inject(LEDGER) private readonly ledger: TypedLedger) {}

  async execute({ body }: Call<provisioning.GetActivationRequest>): Promise<provisioning.GetActivationResponse> {
    const { contractId } = body;
    const { events } = isToken(contractId) ? await this.ledger.load(`activation-${contractId}`) : { events: [] };
    const state = fold(activation, events as readonly ActivationEvent[]);
    if (state.status !== 'none') return { outcome: { kind: 'activation', activation: record(state) } };
    const shown = contractId.slice(0, MAX_SHOWN_CHARACTERS);
    const message = `No activation of a contract "${shown}" is known.`;
    return { outcome: { kind: 'refused', refused: { code: 'activation-unknown', message, facts: { contract_id: shown } } } };
  }
}

function record(state: Exclude<ActivationState, { status: 'none' }>): provisioning.ActivationRecord {
  // Of a service that has moved: what it runs on now, and not what it has left.
  const current = state.status === 'active' ? state.care.segmentIds.flatMap((id) => state.segments.get(id) ?? []) : [...state.segments.values()];
  const active = current.filter(({ status }) => status === 'active');
  const awaiting = state.status === 'releasing' && state.failedAt !== undefined;
  return {
    contractId: state.contractId,
    state: awaiting ? 'awaiting-release' : stateOf(state),
    activeSegmentIds: active.map(({ plan }) => plan.segmentId),
    segments: current.length,
  };
}

function stateOf(state: Exclude<ActivationState, { status: 'none' }>): provisioning.ActivationState {
  if (state.status !== 'active') return state.status;
  const { change, shape } = state.shaping;
  if (change) return 'changing';
  return shape.suspended ? 'suspended' : 'active';
}
