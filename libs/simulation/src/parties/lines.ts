import type { agent } from '@carriermesh/wire';
import type { Random } from '../world/random.js';
import type { World } from '../world/world.js';
import { latencyNsOf } from './market.js';

/** So many lines in a hundred fail some time after they came up, and are mended after a while. */
const FAILING_PERCENT = 25;
/** And so many become slower for a while, with all of their windows or with some of them. */
const SLOWING_PERCENT = 25;
const SLOW_SHARES = [1, 1, 0.75, 0.5];
const EVERYTHING_PPM = 1_000_000;

/** From when until when, in milliseconds of the run. */
export interface Spell {
  readonly fromMs: number;
  readonly untilMs: number;
}

export const NEVER: Spell = { fromMs: Infinity, untilMs: Infinity };

export const isIn = ({ fromMs, untilMs }: Spell, nowMs: number): boolean => nowMs >= fromMs && nowMs < untilMs;

interface Line {
  readonly failure: Spell;
  readonly slowness: Spell;
  /** Of the windows within it. */
  readonly slowShare: number;
  /** From within what its offers allow to far above it. */
  readonly slowerByNs: bigint;
  readonly chance: Random;
}

/** What a network's lines show when they are measured: by the seed, each line for itself from when it is measured first. */
export class Lines {
  /** By segment id. */
  private readonly known = new Map<string, Line>();

  constructor(private readonly world: World) {}

  show({ segmentId, resourceIds }: Pick<agent.ActivateSegmentRequest, 'segmentId' | 'resourceIds'>, isMended: boolean): Pick<agent.Measurement, 'latencyNs' | 'lossPpm'> {
    const { nowMs } = this.world;
    const line = this.known.get(segmentId) ?? this.drawn(segmentId, nowMs);
    this.known.set(segmentId, line);
    const isLost = !isMended && isIn(line.failure, nowMs);
    const isSlow = !isMended && isIn(line.slowness, nowMs) && line.chance.chance(line.slowShare);
    return { latencyNs: latencyNsOf(resourceIds) + (isSlow ? line.slowerByNs : 0n), lossPpm: isLost ? EVERYTHING_PPM : 0 };
  }

  private drawn(segmentId: string, nowMs: number): Line {
    const chance = this.world.random(`line ${segmentId}`);
    const failure = spell(chance, { percent: FAILING_PERCENT, fromMs: nowMs, withinMs: 8_000, forMs: [500, 30_000] });
    const slow = this.world.random(`delay ${segmentId}`);
    const slowness = spell(slow, { percent: SLOWING_PERCENT, fromMs: nowMs, withinMs: 8_000, forMs: [1_500, 45_000] });
    return { failure, slowness, slowShare: slow.pick(SLOW_SHARES), slowerByNs: BigInt(slow.pick([500, 1_500, 5_000, 80_000])) * 1_000n, chance: slow };
  }
}

export function spell(chance: Random, { percent, fromMs, withinMs, forMs: [shortest, longest] }: { readonly percent: number; readonly fromMs: number; readonly withinMs: number; readonly forMs: readonly [number, number] }): Spell {
  if (chance.below(100) >= percent) return NEVER;
  const beginsMs = fromMs + chance.below(withinMs);
  return { fromMs: beginsMs, untilMs: beginsMs + chance.between(shortest, longest) };
}
