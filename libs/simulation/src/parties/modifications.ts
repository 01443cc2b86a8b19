import type { Random } from '../world/random.js';
import type { Wish } from './buyer.js';

/** Of a hundred orders so many have their bandwidth changed, once or twice. */
const MODIFYING_PERCENT = 50;
const MOST_CHANGES = 2;
/** What is ordered with a device mostly has, and more often: some of it has lines, an end, or a floor that what formatting costs soon reaches. */
const IN_A_FORMAT_PERCENT = 90;
const MOST_IN_A_FORMAT = 4;
/** So often to a bandwidth so near that in a format as much may travel. */
const NEARBY_CHANCE = 0.3;
const NEARBY_MBPS = [-2, -1, 1, 2];

/** What buyers change their services' bandwidth to. */
export class Modifications {
  constructor(private readonly chance: Random) {}

  of(ordered: number, { isInFormat, withinMs }: { readonly isInFormat: boolean; readonly withinMs: number }): Wish['modifies'] {
    const { chance } = this;
    const [percent, most] = isInFormat ? [IN_A_FORMAT_PERCENT, MOST_IN_A_FORMAT] : [MODIFYING_PERCENT, MOST_CHANGES];
    if (chance.below(100) >= percent) return undefined;
    const another = (): number => (chance.chance(NEARBY_CHANCE) ? ordered + chance.pick(NEARBY_MBPS) : 10 * chance.between(1, 40));
    return Array.from({ length: chance.between(1, most) }, () => ({ afterMs: chance.between(0, withinMs), mbps: another() }));
  }
}
