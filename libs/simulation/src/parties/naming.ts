import type { Instant } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';
import type { Random } from '../world/random.js';

/** Of a provider's segments so many in a hundred go by names of its own. */
const NAMED_PERCENT = 40;
/** And of these names so many in a hundred are the customer's. */
const CUSTOMER_PERCENT = 30;
/** A statement is sent with one of the next so many batches: often its usage comes first. */
const MOST_LATE_BATCHES = 4;

interface Name {
  readonly localId: string;
  readonly target: agent.LocalIdStatement['target'];
  readonly from: Instant;
}

interface Owed {
  readonly statement: agent.LocalIdStatement;
  batches: number;
}

/**
 * How a provider calls what it carries: some segments by names that change, and that others get when they are free again. What it states of them comes
 * late, twice, and now and then for two at once.
 */
export class Naming {
  /** By segment, the oldest first. */
  private readonly names = new Map<string, Name[]>();
  private readonly unnamed = new Set<string>();
  private readonly free: Name[] = [];
  private readonly owed: Owed[] = [];
  private readonly sent: agent.LocalIdStatement[] = [];
  private numbered = 0;

  constructor(
    private readonly chance: Random,
    private readonly providerId: string,
  ) {}

  begin(segmentId: string, from: Instant): void {
    if (this.names.has(segmentId) || this.unnamed.has(segmentId)) return;
    if (this.chance.below(100) < NAMED_PERCENT) this.name(segmentId, from);
    else this.unnamed.add(segmentId);
  }

  /** Now and then a segment gets another name from where it was metered last. */
  rename(segmentId: string, at: Instant): void {
    const last = this.names.get(segmentId)?.at(-1);
    if (!last || last.from >= at || !this.chance.chance(0.25)) return;
    this.owe({ localId: last.localId, target: last.target, state: 'retired', at });
    this.free.push({ ...last, from: at });
    this.name(segmentId, at);
  }

  /** The records as they are told: by segment, or by the name that it had then. */
  told(records: readonly agent.UsageRecord[]): Pick<agent.UsageBatch, 'records' | 'localIds'> {
    const named = records.map((record) => ({ record, localId: this.names.get(record.segmentId)?.findLast(({ from }) => from <= record.from)?.localId }));
    const local = named.flatMap(({ record: { segmentId: _, ...told }, localId }): agent.LocalUsageRecord[] => (localId === undefined ? [] : [{ ...told, localId }]));
    const statements = this.due();
    const bySegment = named.filter(({ localId }) => localId === undefined).map(({ record }) => record);
    return { records: bySegment, ...(local.length + statements.length > 0 && { localIds: { statements, records: local } }) };
  }

  private name(segmentId: string, from: Instant): void {
    const again = this.free.findIndex((name) => name.from <= from);
    const localId = again >= 0 && this.chance.chance(0.8) ? (this.free.splice(again, 1)[0] as Name).localId : `${this.providerId}/line:${++this.numbered}`;
    const isCustomers = this.chance.below(100) < CUSTOMER_PERCENT;
    const target: Name['target'] = isCustomers ? { kind: 'contract-id', contractId: `con_${segmentId.slice('seg_'.length).replace(/-\d+$/, '')}` } : { kind: 'segment-id', segmentId };
    this.names.set(segmentId, [...(this.names.get(segmentId) ?? []), { localId, target, from }]);
    if (this.chance.chance(0.3)) this.owe({ localId, target, state: 'pending', at: from });
    this.owe({ localId, target, state: 'active', at: from });
  }

  private owe(statement: agent.LocalIdStatement): void {
    this.owed.push({ statement, batches: this.chance.below(MOST_LATE_BATCHES) });
  }

  /** Of one name one statement comes after the other. */
  private due(): readonly agent.LocalIdStatement[] {
    const waiting = new Set<string>();
    const due: agent.LocalIdStatement[] = [];
    for (const owed of this.owed.splice(0)) {
      const { localId } = owed.statement;
      if (waiting.has(localId) || owed.batches > 0) {
        waiting.add(localId);
        this.owed.push({ ...owed, batches: Math.max(0, owed.batches - 1) });
      } else due.push(owed.statement);
    }
    const extras = this.extras();
    this.sent.push(...due);
    return [...due, ...extras];
  }

  /** What was stated stated again, and a name that stands claimed for another: both change nothing. */
  private extras(): readonly agent.LocalIdStatement[] {
    const extras: agent.LocalIdStatement[] = [];
    if (this.sent.length === 0) return extras;
    const said = this.chance.pick(this.sent);
    const isNewest = this.sent.findLast(({ localId }) => localId === said.localId) === said;
    if (isNewest && this.chance.chance(0.15)) extras.push(said);
    const others = [...this.names.keys()].filter((segmentId) => said.target.kind === 'segment-id' && segmentId !== said.target.segmentId);
    if (isNewest && said.state === 'active' && others.length > 0 && this.chance.chance(0.1)) extras.push({ ...said, target: { kind: 'segment-id', segmentId: this.chance.pick(others) } });
    return extras;
  }
}
