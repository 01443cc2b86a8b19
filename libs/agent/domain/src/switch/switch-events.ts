import type { Decision } from '@carriermesh/decider';
import type { Asked, FirstAdministrator, NetworkInstance } from './device.js';

/** What the device's journal holds: all that it knows after a crash. Each entry is durable before the network is touched. */
export type SwitchEvent =
  | { readonly type: 'element-set'; readonly data: Asked & ElementGiven }
  | { readonly type: 'element-removed'; readonly data: Asked & { readonly elementId: string } }
  | { readonly type: 'administrator-set'; readonly data: Asked & { readonly elementId: string; readonly name: string; readonly tokenSha256: string } }
  | { readonly type: 'administrator-removed'; readonly data: Asked & { readonly elementId: string; readonly name: string } }
  | { readonly type: 'instance-set'; readonly data: Asked & { readonly elementId: string; readonly instance: NetworkInstance } }
  | { readonly type: 'instance-removed'; readonly data: Asked & { readonly elementId: string; readonly name: string } }
  /** Somebody reached for what is not theirs. Nothing changed. */
  | { readonly type: 'attempt-refused'; readonly data: Asked & { readonly elementId: string; readonly attempt: string } };

export interface ElementGiven {
  readonly elementId: string;
  readonly owner: string;
  readonly quotaMbps: number;
  readonly ports: readonly string[];
  /** The first one, when the element is new: in the same entry, since without one nobody could ever configure it. */
  readonly administrator?: FirstAdministrator;
}

export type SwitchCommand = Asked &
  (
    /** The administrator has to be named when the element is new; afterwards administrators are the element's own business, and no other one may be. */
    | (ElementGiven & { readonly kind: 'set-element' })
    /** @param force also while instances are in use: their traffic ends */
    | { readonly kind: 'remove-element'; readonly elementId: string; readonly force: boolean }
    | { readonly kind: 'set-administrator'; readonly elementId: string; readonly name: string; readonly tokenSha256: string }
    | { readonly kind: 'remove-administrator'; readonly elementId: string; readonly name: string }
    | { readonly kind: 'set-instance'; readonly elementId: string; readonly instance: NetworkInstance }
    | { readonly kind: 'remove-instance'; readonly elementId: string; readonly name: string }
  );

/** Figures are text, in base units, with the unit in the name. */
export interface SwitchRefusal {
  readonly code:
    | 'not-yours'
    | 'unknown-element'
    | 'unknown-instance'
    | 'unknown-administrator'
    | 'unknown-port'
    | 'administrator-missing'
    | 'administrator-fixed'
    | 'port-taken'
    | 'port-in-use'
    | 'port-not-yours'
    | 'port-too-slow'
    | 'capacity-exceeded'
    | 'quota-exceeded'
    | 'quota-below-use'
    | 'element-in-use'
    | 'last-administrator'
    | 'credential-taken'
    | 'owner-fixed'
    | 'too-many';
  /** One sentence with the value and the limit in it. */
  readonly message: string;
  readonly facts: Readonly<Record<string, string>>;
}

export type SwitchDecision = Decision<SwitchEvent, SwitchRefusal>;
