import { type Money, money } from '@carriermesh/kernel';
import type { contracting } from '@carriermesh/wire';
import type { MachineProcess } from '../world/machine-process.js';
import type { Random } from '../world/random.js';
import type { SellersDesk } from './seller.js';

/** Of a hundred runs so many have formats, of those so many have other ones later. */
const FORMATTED_PERCENT = 85;
const CHANGED_PERCENT = 30;
/** Of a hundred orders so many name a device. */
const DEVICE_PERCENT = 45;
/** Of the kinds of a device so many are of no consequence to it, and of its orders so many have little time. */
const ANY_CHANCE = 0.5;
const HURRIED_CHANCE = 0.3;
/** And so many orders go over some media alone, and devices end some alone. */
const MEDIA_CHANCE = 0.25;
/** What travels in a format is less: of an order that may be split, so often as much is wanted. */
export const MORE_IN_A_FORMAT = 2;
const MEDIA = [['wireline'], ['wireline', 'rf'], ['wireline', 'cellular'], ['cellular', 'rf'], ['infrared', 'rf', 'wireline']] as const;
const KINDS = { codecs: ['raw', 'h264', 'h265'], resolutions: ['hd', 'sd'], encapsulations: ['gre'] } as const;
type Kind = keyof typeof KINDS;

/** What the seller can carry services in, and what devices take of it. */
export class Formatter {
  constructor(
    private readonly desk: Pick<SellersDesk, 'state'>,
    private readonly people: MachineProcess,
    private readonly chance: Random,
  ) {}

  /** @param withinMs of the run, in which orders are placed */
  open(withinMs: number): void {
    const { chance, people } = this;
    if (chance.below(100) >= FORMATTED_PERCENT) return;
    people.after(chance.below(withinMs / 4), () => void this.desk.state(this.stated()));
    if (chance.below(100) < CHANGED_PERCENT) people.after(chance.below(withinMs), () => void this.desk.state(this.stated()));
  }

  /** What an order says of its device, if it has one that matters. */
  device(): Partial<contracting.ServiceTerms> {
    const { chance } = this;
    if (chance.below(100) >= DEVICE_PERCENT) return {};
    const device = { ...this.accepted('codecs'), ...this.accepted('resolutions'), ...this.accepted('encapsulations') };
    const [media, last] = [chance.chance(MEDIA_CHANCE), chance.chance(MEDIA_CHANCE)].map((names) => (names ? { media: { media: chance.pick(MEDIA) } } : {}));
    return { ...media, device: { ...device, ...last }, ...(chance.chance(HURRIED_CHANCE) && { maxLatencyNs: BigInt(chance.between(5, 40)) * 1_000_000n }) };
  }

  private accepted(kind: Kind): contracting.DeviceTerms {
    const { chance } = this;
    const ids = KINDS[kind].filter(() => chance.chance(0.7));
    return chance.chance(ANY_CHANCE) || ids.length === 0 ? {} : { [kind]: { ids } };
  }

  private stated(): contracting.StatedTerms {
    const of = (kind: Kind): readonly contracting.FormatChoice[] => KINDS[kind].filter(() => this.chance.chance(0.7)).map((id) => this.choice(id));
    return { terms: { kind: 'formats', formats: { codecs: of('codecs'), resolutions: of('resolutions'), encapsulations: of('encapsulations') } } };
  }

  private choice(id: string): contracting.FormatChoice {
    const { chance } = this;
    const share = (least: number): number => chance.between(least, 1_100_000);
    return { id, bandwidthPpm: share(200_000), pricePpm: share(700_000), monthly: this.amount(1_000), monthlyPerMbps: this.amount(4), setup: this.amount(2_000), addsNs: BigInt(chance.below(6_000_000)) };
  }

  private amount(mostCents: number): Money {
    return money('EUR', BigInt(this.chance.chance(0.5) ? this.chance.below(mostCents) : 0) * 1_000_000n);
  }
}
