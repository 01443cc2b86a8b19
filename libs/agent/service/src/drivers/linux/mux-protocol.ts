import type { MemberChange, RejoinCounts } from '@carriermesh/agent-domain';

/** What the multiplexer at one end of a split service does. */
export interface MuxConfiguration {
  readonly side: 1 | 2;
  /** Under which the customer's frames come. */
  readonly label: number;
  readonly leastMembers: number;
  readonly maxDifferentialDelayMs: number;
  /** What it keeps at most of what came early. */
  readonly octets: number;
  readonly members: readonly { readonly ordinal: number; readonly mbps: number; readonly device: string }[];
}

/** Asked by the agent over a socket of the machine, a line of JSON each. */
export type MuxRequest = { readonly id: number } & ({ readonly kind: 'configure'; readonly configuration: MuxConfiguration } | { readonly kind: 'report' } | { readonly kind: 'end' });

export type MuxMessage =
  | { readonly kind: 'done'; readonly id: number; readonly report?: MuxReport }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  /** Told unasked. */
  | { readonly kind: 'changed'; readonly change: MemberChange; readonly carrying: readonly number[] };

export interface MuxReport {
  readonly members: readonly { readonly ordinal: number; readonly isLost: boolean; readonly apartMs: number; readonly sentFrames: number; readonly receivedFrames: number }[];
  /** Members that the customer's frames go by. */
  readonly carrying: readonly number[];
  readonly counts: RejoinCounts;
  /** Frames of the customer that came while no member was to carry them. */
  readonly unsent: number;
}

/** Longer lines are nobody's that speaks this. */
export const MAX_LINE_OCTETS = 65_536;

/** Takes bytes as they come. @returns a function that tells of each line; @throws RangeError when one is too long */
export function lineReader<Message>(onMessage: (message: Message) => void): (chunk: Buffer) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_OCTETS) throw new RangeError(`a line of more than ${MAX_LINE_OCTETS} octets`);
    for (const line of lines) onMessage(JSON.parse(line) as Message);
  };
}

export const lineOf = (message: MuxRequest | MuxMessage): string => `${JSON.stringify(message)}\n`;
