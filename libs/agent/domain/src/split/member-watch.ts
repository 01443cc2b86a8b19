import { CHECKS_TO_RETURN, INTERVALS_LOST } from '../continuity.js';

/** Numbers of checks whose first arrival is remembered: more than a second of them. */
const CHECKS_REMEMBERED = 256;

export interface WatchLimits {
  readonly intervalMs: number;
  readonly maxDifferentialDelayMs: number;
}

interface WatchedMember {
  /** Number of the last check that came in time. */
  readonly last: number;
  readonly heardAtMs: number;
  readonly isLost: boolean;
  readonly checksInRow: number;
  /** The other end hears nothing by it. */
  readonly isPeerLost: boolean;
  /** How long after the first of its number the last check came by this member. */
  readonly apartMs: number;
}

export interface MemberChange {
  readonly ordinal: number;
  readonly isLost: boolean;
  readonly silentMs: number;
  readonly apartMs: number;
}

/** A check as it came; its number stands on all members at once. */
export interface CheckHeard {
  readonly epoch: number;
  readonly sequence: number;
  readonly isPeerLost: boolean;
}

/**
 * What one end knows of the members of a split service. Members are held against each other, by the numbers of the checks that came:
 * while nothing at all comes, the other end is silent and no member is lost by that. A check that comes later than the members may
 * lie apart counts as one that never came, so that a member that is too slow is lost like one that is cut.
 */
export class MemberWatch {
  private members = new Map<number, WatchedMember>();
  private epoch: number | undefined;
  private newest = -1;
  private readonly firstAt: { number: number; atMs: number }[] = [];

  constructor(private limits: WatchLimits) {}

  /** One that is new is not whole before it was heard. */
  watch(ordinals: readonly number[], limits: WatchLimits, nowMs: number): void {
    this.limits = limits;
    const fresh: WatchedMember = { last: -1, heardAtMs: nowMs, isLost: true, checksInRow: 0, isPeerLost: true, apartMs: 0 };
    this.members = new Map(ordinals.map((ordinal) => [ordinal, this.members.get(ordinal) ?? fresh]));
  }

  /** Members over which both ends hear each other, in the order of their ordinals. */
  get whole(): readonly number[] {
    return [...this.members].flatMap(([ordinal, { isLost, isPeerLost }]) => (isLost || isPeerLost ? [] : [ordinal])).sort((a, b) => a - b);
  }

  isLost(ordinal: number): boolean {
    return this.members.get(ordinal)?.isLost !== false;
  }

  apartMs(ordinal: number): number {
    return this.members.get(ordinal)?.apartMs ?? 0;
  }

  /** A check came. @returns what changed by it */
  heard(ordinal: number, check: CheckHeard, nowMs: number): MemberChange | undefined {
    const member = this.members.get(ordinal);
    if (!member || !this.isOfThisEpoch(check)) return undefined;
    const apartMs = this.apartOf(check.sequence, nowMs);
    if (apartMs === undefined || apartMs > this.limits.maxDifferentialDelayMs) {
      this.members.set(ordinal, { ...member, apartMs: apartMs ?? member.apartMs });
      return undefined;
    }
    // Read again, since another epoch may just have begun for all of them.
    const { last, isLost: wasLost, checksInRow: before } = this.members.get(ordinal) ?? member;
    const checksInRow = check.sequence - last < INTERVALS_LOST ? before + 1 : 1;
    const isLost = wasLost && checksInRow < CHECKS_TO_RETURN;
    this.members.set(ordinal, { last: Math.max(last, check.sequence), heardAtMs: nowMs, isLost, checksInRow, isPeerLost: check.isPeerLost, apartMs });
    return isLost === wasLost ? undefined : { ordinal, isLost, silentMs: 0, apartMs };
  }

  /** Compares all members, after everything that has arrived was heard. @returns those that are lost from now on */
  checked(nowMs: number): readonly MemberChange[] {
    const { intervalMs, maxDifferentialDelayMs } = this.limits;
    const isBehind = ({ last, apartMs }: WatchedMember): boolean => (this.newest - last) * intervalMs - Math.min(apartMs, maxDifferentialDelayMs) >= INTERVALS_LOST * intervalMs;
    const behind = [...this.members].filter(([, member]) => !member.isLost && isBehind(member));
    return behind.map(([ordinal, member]) => {
      this.members.set(ordinal, { ...member, isLost: true, checksInRow: 0 });
      return { ordinal, isLost: true, silentMs: nowMs - member.heardAtMs, apartMs: member.apartMs };
    });
  }

  /** Numbers begin anew with the other end; what it had sent before is over. */
  private isOfThisEpoch({ epoch, sequence }: CheckHeard): boolean {
    if (epoch === this.epoch) return true;
    // Serial numbers (RFC 1982): the clock that they come from goes around.
    if (this.epoch !== undefined && ((epoch - this.epoch) >>> 0) >= 0x8000_0000) return false;
    this.epoch = epoch;
    this.newest = sequence - 1;
    this.firstAt.length = 0;
    this.members = new Map([...this.members].map(([ordinal, member]) => [ordinal, { ...member, last: sequence - 1 }]));
    return true;
  }

  /** How long after the first check of its number this one came; `undefined` for one so old that nobody remembers. */
  private apartOf(sequence: number, nowMs: number): number | undefined {
    const first = this.firstAt[sequence % CHECKS_REMEMBERED];
    if (first && first.number > sequence) return undefined;
    if (first?.number === sequence) return nowMs - first.atMs;
    this.firstAt[sequence % CHECKS_REMEMBERED] = { number: sequence, atMs: nowMs };
    this.newest = Math.max(this.newest, sequence);
    return 0;
  }
}
