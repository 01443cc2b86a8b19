import type { LogicalElement } from '@carriermesh/agent-domain';

/** What carries the frames of a shared device. Asking twice is asking once, and asking about one element touches no other. */
export interface SwitchFabric {
  /** Makes the device carry these elements and no others; asked once, before anything else. */
  restore(elements: readonly LogicalElement[]): Promise<void>;
  /** Makes the element carry what it is now configured for; what did not change is not disturbed. */
  apply(element: LogicalElement): Promise<void>;
  remove(elementId: string): Promise<void>;
}
