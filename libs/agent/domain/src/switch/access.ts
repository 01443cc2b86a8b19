import type { Principal } from './device.js';
import type { SwitchCommand } from './switch-events.js';

/** What may be looked at: the device as a whole, an element as its owner sees it, or as the device's owner is charged for it. */
export type Sight = 'device' | 'element' | 'element-share';

/** The device's owner cuts shares, and configures nothing within them; an element's administrators act within it, and nowhere else. */
export const mayAct = (by: Principal, { kind, elementId }: Pick<SwitchCommand, 'kind' | 'elementId'>): boolean =>
  kind === 'set-element' || kind === 'remove-element' ? by.of === 'device' : by.of === 'element' && by.elementId === elementId;

/** @param elementId of the element that is looked at; absent for the device */
export function mayRead(by: Principal, sight: Sight, elementId?: string): boolean {
  if (by.of === 'device') return sight !== 'element';
  return sight !== 'device' && by.elementId === elementId;
}
