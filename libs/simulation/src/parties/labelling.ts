import type { agent } from '@carriermesh/wire';
import type { Random } from '../world/random.js';

/** Of providers so many in a hundred tell usage apart, and of their records so many. */
const LABELLING_PERCENT = 60;
const LABELLED_PERCENT = 50;
const MALFORMED_PERCENT = 2;

export const SUBJECTS = ['device-1', 'device-2', 'device-3'] as const;
export const CATEGORIES = ['gold', 'in', 'out'] as const;

/** How a provider tells apart what it metered: whose it was, of which class, or not at all. */
export class Labelling {
  private readonly labels: boolean;

  constructor(private readonly chance: Random) {
    this.labels = chance.below(100) < LABELLING_PERCENT;
  }

  /** The same octets in one to three records, some of which say more; now and then something that can't be said. */
  told(record: agent.UsageRecord): readonly agent.UsageRecord[] {
    if (!this.labels || this.chance.below(100) >= LABELLED_PERCENT) return [record];
    const parts = this.chance.between(1, 3);
    const share = record.octets / BigInt(parts);
    return Array.from({ length: parts }, (_, index) => {
      const octets = index === 0 ? record.octets - share * BigInt(parts - 1) : share;
      return { ...record, ...(index > 0 && { recordId: `${record.recordId}-${index + 1}` }), octets, ...this.label() };
    });
  }

  private label(): Pick<agent.UsageRecord, 'subject' | 'category'> {
    if (this.chance.below(100) < MALFORMED_PERCENT) return { subject: this.chance.pick(['two words', '']) };
    return { ...(this.chance.chance(0.6) && { subject: this.chance.pick(SUBJECTS) }), ...(this.chance.chance(0.6) && { category: this.chance.pick(CATEGORIES) }) };
  }
}
