import type { Fault, PlannedFault } from './fault-plan.js';

/** Plans for one kind of fault each, whose figures are stated and not drawn. */

/** Between one fault and the next the mesh has this long to go on. */
const PAUSE_MS = 5_000;
/** Of each of these one instance stands still while the other goes on. */
const PAUSED = ['contracting', 'billing', 'advertising', 'provisioning', 'relay', 'paths', 'monitoring'] as const;
export const PAUSED_INSTANCES: Readonly<Record<string, number>> = Object.fromEntries(PAUSED.map((name) => [name, 2]));
/** A disk that is away for three quarters of the time. */
const SLOW_EVERY_MS = 400;
const SLOW_FOR_MS = 300;

export interface StatedPlan {
  readonly plan: readonly PlannedFault[];
  readonly durationMs: number;
}

/** One fault after the other. */
function inTurn(faults: readonly Fault[]): StatedPlan {
  let atMs = PAUSE_MS;
  const plan = faults.map((fault): PlannedFault => {
    const planned = { atMs, fault };
    atMs += ('forMs' in fault ? fault.forMs : 0) + PAUSE_MS;
    return planned;
  });
  return { plan, durationMs: atMs };
}

/** SIGSTOP for so long, of one of two instances of each service; the first stands still the longest, the others from 5 s on. */
export const pausedInstances = (longestMs: number): StatedPlan =>
  inTurn(PAUSED.map((target, index) => ({ kind: 'pause', target, forMs: Math.max(Math.min(5_000, longestMs), Math.round(longestMs / 2 ** index)) })));

/** Cut, half-open and slow for so long each, then killed, then its store wiped. */
export const busFaults = (forMs: number): StatedPlan =>
  inTurn([
    { kind: 'passage', to: 'bus', passage: { kind: 'cut' }, forMs },
    { kind: 'passage', to: 'bus', passage: { kind: 'half-open' }, forMs },
    { kind: 'passage', to: 'bus', passage: { kind: 'slow', delayMs: 200 }, forMs },
    { kind: 'kill', target: 'nats' },
    { kind: 'wipe-bus' },
  ]);

/** kill -9, stopped for so long, all connections terminated, and the way to it cut and half-open. */
export const databaseFaults = (forMs: number): StatedPlan =>
  inTurn([
    { kind: 'kill', target: 'postgres' },
    { kind: 'pause', target: 'postgres', forMs },
    { kind: 'terminate-connections' },
    { kind: 'passage', to: 'database', passage: { kind: 'cut' }, forMs: forMs / 4 },
    { kind: 'passage', to: 'database', passage: { kind: 'half-open' }, forMs: forMs / 4 },
  ]);

/** All of the database's processes stand still for most of the time: what a disk does to them that can't follow. */
export function slowDisk(forMs: number): StatedPlan {
  const fault = { kind: 'pause', target: 'postgres', forMs: SLOW_FOR_MS } as const;
  const plan = Array.from({ length: Math.floor(forMs / SLOW_EVERY_MS) }, (_, index) => ({ atMs: PAUSE_MS + index * SLOW_EVERY_MS, fault }));
  return { plan, durationMs: forMs + 2 * PAUSE_MS };
}
