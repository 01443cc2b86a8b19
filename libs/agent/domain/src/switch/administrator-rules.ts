import { accept, ignore, refuse } from '@carriermesh/decider';
import type { LogicalElement, SwitchDevice, SwitchState } from './device.js';
import type { SwitchCommand, SwitchDecision, SwitchRefusal } from './switch-events.js';

export const MAX_ADMINISTRATORS = 16;

interface Share {
  readonly element: LogicalElement;
  readonly device: SwitchDevice;
  readonly state: SwitchState;
}

export function decideAdministrator({ by, askedAt, elementId, name, tokenSha256 }: Extract<SwitchCommand, { kind: 'set-administrator' }>, { element, device, state }: Share): SwitchDecision {
  const { administrators } = element;
  if (administrators.get(name) === tokenSha256) return ignore('it is set so already');
  if (!administrators.has(name) && administrators.size >= MAX_ADMINISTRATORS) {
    return refuse({ code: 'too-many', message: `Element ${elementId} has ${administrators.size} administrators, and at most ${MAX_ADMINISTRATORS} are kept.`, facts: { administrators: String(administrators.size), limit: String(MAX_ADMINISTRATORS) } });
  }
  if (isCredentialTaken(tokenSha256, { device, state })) return refuse(CREDENTIAL_TAKEN);
  return accept({ type: 'administrator-set', data: { by, askedAt, elementId, name, tokenSha256 } });
}

export const CREDENTIAL_TAKEN: SwitchRefusal = { code: 'credential-taken', message: 'Another administrator has this token: each makes one of its own.', facts: {} };

export const isCredentialTaken = (tokenSha256: string, { device, state }: Pick<Share, 'device' | 'state'>): boolean =>
  [device, ...state.values()].some(({ administrators }) => [...administrators.values()].includes(tokenSha256));

export function decideAdministratorRemoval({ by, askedAt, elementId, name }: Extract<SwitchCommand, { kind: 'remove-administrator' }>, { administrators }: LogicalElement): SwitchDecision {
  if (!administrators.has(name)) return refuse({ code: 'unknown-administrator', message: `Element ${elementId} has no administrator ${name}.`, facts: { administrator: name } });
  if (administrators.size === 1) return refuse({ code: 'last-administrator', message: `${name} is the last administrator of ${elementId}: nobody could configure it any more.`, facts: { administrator: name } });
  return accept({ type: 'administrator-removed', data: { by, askedAt, elementId, name } });
}
