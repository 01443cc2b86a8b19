import { accept, ignore, refuse } from '@carriermesh/decider';
import { CREDENTIAL_TAKEN, isCredentialTaken } from './administrator-rules.js';
import { attachedPorts, guaranteedMbps, haveSameNames, usedMbps, type LogicalElement, type SwitchDevice, type SwitchState } from './device.js';
import type { SwitchCommand, SwitchDecision, SwitchRefusal } from './switch-events.js';

export const MAX_ELEMENTS = 256;

type SetElement = Extract<SwitchCommand, { kind: 'set-element' }>;
type RemoveElement = Extract<SwitchCommand, { kind: 'remove-element' }>;

interface Shared {
  readonly device: SwitchDevice;
  readonly state: SwitchState;
}

/** Cuts a share out of the device, or changes its size while it is in use. */
export function decideElement(command: SetElement, shared: Shared): SwitchDecision {
  const { elementId, owner, quotaMbps, ports, by, askedAt } = command;
  const before = shared.state.get(elementId);
  const fixed = before && unfitAdministrator(command, before);
  if (fixed) return refuse(fixed);
  if (before && sameShare(before, command)) return ignore('it is set so already');
  const refusal = unfitShare(command, shared) ?? (before ? unfitChange(command, before) : unfitBeginning(command, shared));
  if (refusal) return refuse(refusal);
  const { administrator } = command;
  // Afterwards the device's owner has no say in who administers the share.
  return accept({ type: 'element-set', data: { by, askedAt, elementId, owner, quotaMbps, ports, ...(before || !administrator ? {} : { administrator }) } });
}

const sameShare = (before: LogicalElement, { owner, quotaMbps, ports }: SetElement): boolean =>
  before.owner === owner && before.quotaMbps === quotaMbps && haveSameNames(before.ports, ports);

/** The request that made the element may come again, as it was or with another size; who else is named would be left out in silence. */
function unfitAdministrator({ elementId, administrator }: SetElement, { firstAdministrator: first }: LogicalElement): SwitchRefusal | undefined {
  if (!administrator || (administrator.name === first?.name && administrator.tokenSha256 === first.tokenSha256)) return undefined;
  const message = `Element ${elementId} names its administrators itself: ${administrator.name} can't be set, and administrator has to be left out, or the one that the element began with.`;
  return { code: 'administrator-fixed', message, facts: { element: elementId, administrator: administrator.name } };
}

function unfitShare({ elementId, quotaMbps, ports }: SetElement, { device, state }: Shared): SwitchRefusal | undefined {
  const unknown = ports.find((port) => device.ports.every(({ name }) => name !== port));
  if (unknown !== undefined) return { code: 'unknown-port', message: `The device ${device.id} has no port ${unknown}.`, facts: { port: unknown } };
  for (const other of state.values()) {
    const taken = other.id === elementId ? undefined : ports.find((port) => other.ports.includes(port));
    if (taken !== undefined) return { code: 'port-taken', message: `Port ${taken} belongs to the element ${other.id}.`, facts: { port: taken, element: other.id } };
  }
  const freeMbps = device.capacityMbps - guaranteedMbps(state) + (state.get(elementId)?.quotaMbps ?? 0);
  if (quotaMbps <= freeMbps) return undefined;
  const facts = { quota_mbps: String(quotaMbps), free_mbps: String(freeMbps), capacity_mbps: String(device.capacityMbps) };
  return { code: 'capacity-exceeded', message: `A quota of ${quotaMbps} Mbit/s is more than the ${freeMbps} Mbit/s that nobody has been guaranteed.`, facts };
}

function unfitChange({ owner, quotaMbps, ports, elementId }: SetElement, before: LogicalElement): SwitchRefusal | undefined {
  if (owner !== before.owner) {
    return { code: 'owner-fixed', message: `Element ${elementId} was given to ${before.owner}; for ${owner} it is removed and made anew.`, facts: { owner: before.owner } };
  }
  const used = usedMbps(before);
  if (quotaMbps < used) {
    return { code: 'quota-below-use', message: `A quota of ${quotaMbps} Mbit/s is less than the ${used} Mbit/s that ${elementId} uses.`, facts: { quota_mbps: String(quotaMbps), used_mbps: String(used) } };
  }
  const inUse = attachedPorts(before).find((port) => !ports.includes(port));
  return inUse === undefined ? undefined : { code: 'port-in-use', message: `Port ${inUse} is in use by ${elementId}.`, facts: { port: inUse } };
}

function unfitBeginning({ elementId, administrator }: SetElement, { device, state }: Shared): SwitchRefusal | undefined {
  if (state.size >= MAX_ELEMENTS) return { code: 'too-many', message: `The device has ${state.size} elements, and at most ${MAX_ELEMENTS} are kept.`, facts: { elements: String(state.size), limit: String(MAX_ELEMENTS) } };
  if (!administrator) return { code: 'administrator-missing', message: `A new element needs its first administrator: without one nobody could configure ${elementId}.`, facts: { element: elementId } };
  return isCredentialTaken(administrator.tokenSha256, { device, state }) ? CREDENTIAL_TAKEN : undefined;
}

export function decideElementRemoval({ by, askedAt, elementId, force }: RemoveElement, { instances }: LogicalElement): SwitchDecision {
  if (instances.size > 0 && !force) return refuse({ code: 'element-in-use', message: `Element ${elementId} is in use; with force its traffic ends.`, facts: { element: elementId } });
  return accept({ type: 'element-removed', data: { by, askedAt, elementId } });
}
