import { accept, refuse, type Decider } from '@carriermesh/decider';
import { unreachable } from '@carriermesh/kernel';
import { mayAct } from './access.js';
import { decideAdministrator, decideAdministratorRemoval } from './administrator-rules.js';
import type { LogicalElement, SwitchDevice, SwitchState } from './device.js';
import { decideElement, decideElementRemoval } from './element-rules.js';
import { decideInstance } from './instance-rules.js';
import type { SwitchCommand, SwitchDecision, SwitchEvent, SwitchRefusal } from './switch-events.js';

/** The business of one shared device: who may do what with which share of it (S0-3, S0-4). */
export const switchDecider = (device: SwitchDevice): Decider<SwitchCommand, SwitchState, SwitchEvent, SwitchRefusal> => ({
  initial: new Map(),
  decide: (command, state) => {
    if (!mayAct(command.by, command)) return refuse(NOT_YOURS);
    return command.kind === 'set-element' ? decideElement(command, { device, state }) : decideWithin(command, { device, state });
  },
  evolve: (state, event) => evolve(state, event),
});

/** The same words whether there is such an element or not: a neighbour's existence is nobody's business either. */
export const NOT_YOURS: SwitchRefusal = { code: 'not-yours', message: 'This is not yours to read or to change; the attempt is on record.', facts: {} };

function decideWithin(command: Exclude<SwitchCommand, { kind: 'set-element' }>, { device, state }: { readonly device: SwitchDevice; readonly state: SwitchState }): SwitchDecision {
  const { elementId } = command;
  const element = state.get(elementId);
  if (!element) return refuse({ code: 'unknown-element', message: `There is no element ${elementId}.`, facts: { element: elementId } });
  switch (command.kind) {
    case 'remove-element':
      return decideElementRemoval(command, element);
    case 'set-administrator':
      return decideAdministrator(command, { element, device, state });
    case 'remove-administrator':
      return decideAdministratorRemoval(command, element);
    case 'set-instance':
      return decideInstance(command, { element, device });
    case 'remove-instance':
      return decideInstanceRemoval(command, element);
    default:
      return unreachable(command);
  }
}

function decideInstanceRemoval({ by, askedAt, elementId, name }: Extract<SwitchCommand, { kind: 'remove-instance' }>, { instances }: LogicalElement): SwitchDecision {
  if (!instances.has(name)) return refuse({ code: 'unknown-instance', message: `Element ${elementId} has no instance ${name}.`, facts: { instance: name } });
  return accept({ type: 'instance-removed', data: { by, askedAt, elementId, name } });
}

function evolve(state: SwitchState, { type, data }: SwitchEvent): SwitchState {
  const before = state.get(data.elementId);
  switch (type) {
    case 'attempt-refused':
      return state;
    case 'element-set': {
      const { elementId: id, owner, quotaMbps, ports, administrator } = data;
      const administrators = new Map(administrator ? [[administrator.name, administrator.tokenSha256]] : []);
      return withElement(state, { administrators, ...(administrator && { firstAdministrator: administrator }), instances: new Map(), ...before, id, owner, quotaMbps, ports });
    }
    case 'element-removed':
      return without(state, data.elementId);
    case 'administrator-set':
      return before ? withElement(state, { ...before, administrators: new Map(before.administrators).set(data.name, data.tokenSha256) }) : state;
    case 'administrator-removed':
      return before ? withElement(state, { ...before, administrators: without(before.administrators, data.name) }) : state;
    case 'instance-set':
      return before ? withElement(state, { ...before, instances: new Map(before.instances).set(data.instance.name, data.instance) }) : state;
    case 'instance-removed':
      return before ? withElement(state, { ...before, instances: without(before.instances, data.name) }) : state;
    default:
      return unreachable(type);
  }
}

const withElement = (state: SwitchState, element: LogicalElement): SwitchState => new Map(state).set(element.id, element);

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
