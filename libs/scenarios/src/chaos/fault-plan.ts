import { Chance } from './chance.js';
import type { Passage } from './tcp-proxy.js';

/** Which of the two servers a way leads to. */
export type Server = 'bus' | 'database';

export type Fault =
  /** kill -9; whoever watches the process starts the next one. */
  | { readonly kind: 'kill'; readonly target: string }
  /** SIGSTOP, and SIGCONT when the time is over. */
  | { readonly kind: 'pause'; readonly target: string; readonly forMs: number }
  | { readonly kind: 'passage'; readonly to: Server; readonly passage: Passage; readonly forMs: number }
  /** The database ends every connection that it has. */
  | { readonly kind: 'terminate-connections' }
  /** The bus is killed, and the next one finds nothing of what it had stored. */
  | { readonly kind: 'wipe-bus' };

export interface PlannedFault {
  /** Since the beginning of the run. */
  readonly atMs: number;
  readonly fault: Fault;
}

/** Of these a second instance runs in a run of chaos, so that one that is paused has somebody who goes on. */
export const DOUBLED: Readonly<Record<string, number>> = { contracting: 2, billing: 2 };
/** Every process that may be killed or paused then, by the name it runs under. */
export const TARGETS = ['relay', 'advertising', 'paths', 'contracting', 'contracting-2', 'provisioning', 'monitoring', 'billing', 'billing-2', 'gateway', 'provider-agent'];

export interface PlanOptions {
  readonly seed: number;
  readonly durationMs: number;
  /** How many processes are killed with kill -9 in all. */
  readonly kills: number;
  readonly services: readonly string[];
}

/** One fault that is no kill in so many milliseconds. */
const OTHER_FAULT_EVERY_MS = 15_000;
const SHORTEST_MS = 1_000;
const LONGEST_MS = 12_000;
/** The last faults begin so early that all have ended with the run. */
const QUIET_END_SHARE = 0.05;
const SERVICE_WEIGHT = 4;
const BUS_WEIGHT = 4;
const DATABASE_WEIGHT = 3;

/** Which fault comes when: a function of the seed, so that a run that found something can be run again. */
export function planFaults({ seed, durationMs, kills, services }: PlanOptions): readonly PlannedFault[] {
  const chance = new Chance(seed);
  const endMs = durationMs * (1 - QUIET_END_SHARE);
  const targets = [...services.map((name) => [SERVICE_WEIGHT, name] as const), [BUS_WEIGHT, 'nats'] as const, [DATABASE_WEIGHT, 'postgres'] as const];
  const killed = spread(kills, endMs, chance).map((atMs): PlannedFault => ({ atMs, fault: { kind: 'kill', target: chance.weighted(targets) } }));
  const others = spread(Math.floor(durationMs / OTHER_FAULT_EVERY_MS), endMs - LONGEST_MS, chance).map((atMs) => ({ atMs, fault: otherFault(chance, services, durationMs) }));
  return [...killed, ...others].sort((a, b) => a.atMs - b.atMs);
}

/** One instant at random in each of so many equal parts of the time. */
function spread(count: number, endMs: number, chance: Chance): readonly number[] {
  const partMs = Math.max(0, endMs) / count;
  return Array.from({ length: count }, (_, index) => Math.round(partMs * (index + chance.share())));
}

function otherFault(chance: Chance, services: readonly string[], durationMs: number): Fault {
  const kind = chance.weighted([[4, 'passage'], [4, 'pause'], [1, 'terminate-connections'], [1, 'wipe-bus']] as const);
  const forMs = Math.min(chance.between(SHORTEST_MS, LONGEST_MS), Math.round(durationMs / 5));
  switch (kind) {
    case 'passage':
      return { kind, to: chance.of(['bus', 'database'] as const), passage: somePassage(chance), forMs };
    case 'pause':
      return { kind, target: chance.of([...services, 'nats', 'postgres']), forMs };
    default:
      return { kind };
  }
}

function somePassage(chance: Chance): Passage {
  const kind = chance.of(['cut', 'half-open', 'slow'] as const);
  return kind === 'slow' ? { kind, delayMs: chance.between(20, 500) } : { kind };
}

/** As a line of the run's log. */
export function inWords(fault: Fault): string {
  switch (fault.kind) {
    case 'kill':
      return `kill -9 ${fault.target}`;
    case 'pause':
      return `pause ${fault.target} for ${fault.forMs} ms`;
    case 'passage':
      return `way to the ${fault.to} ${fault.passage.kind}${fault.passage.kind === 'slow' ? ` by ${fault.passage.delayMs} ms` : ''} for ${fault.forMs} ms`;
    case 'terminate-connections':
      return 'all connections of the database terminated';
    case 'wipe-bus':
      return 'bus killed and its store wiped';
  }
}
