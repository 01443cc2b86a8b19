import type { contracting } from '@carriermesh/wire';

export const ORDER_STATES = ['acknowledged', 'pending', 'inProgress', 'completed', 'rejected', 'failed'] as const;
export const SERVICE_STATES = ['reserved', 'active', 'inactive', 'terminated'] as const;

interface TmfStates {
  /** ServiceOrderStateType of TMF641. */
  readonly order: (typeof ORDER_STATES)[number];
  /** ServiceStateType of TMF638; absent where there is no service, nor was one. */
  readonly service?: (typeof SERVICE_STATES)[number];
}

/** An order of the mesh in TM Forum's words. TMF638 v4 has no word for a suspension: a service that carries nothing is inactive. */
const STATES: Readonly<Record<contracting.OrderState, TmfStates>> = {
  unspecified: { order: 'acknowledged' },
  acknowledged: { order: 'acknowledged' },
  quoted: { order: 'pending' },
  'in-progress': { order: 'inProgress', service: 'reserved' },
  active: { order: 'completed', service: 'active' },
  suspended: { order: 'completed', service: 'inactive' },
  terminated: { order: 'completed', service: 'terminated' },
  refused: { order: 'rejected' },
};

/** A contract that was signed and did not come up is an order that failed; what was never contracted was rejected. */
export function statesOf({ state, contractId }: Pick<contracting.ServiceRequestRecord, 'state' | 'contractId'>): TmfStates {
  return state === 'refused' && contractId !== undefined ? { order: 'failed' } : STATES[state];
}
