import type { Instant } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';

/** `con_` and a UUID: a provider's own part of a contract has its name behind them. */
const CONTRACT_ID_LENGTH = 40;

interface Claim {
  readonly target: string;
  /** `undefined` while it is only reserved. */
  readonly from: Instant | undefined;
  /** `undefined` while it stands. */
  until: Instant | undefined;
  /** The synchronisation that said so. */
  endedBy?: number;
}

/**
 * What the providers' own ids stand for, read from their signed batches alone and by rules of its own: the first claim holds, and an id has one claim at a
 * time.
 */
export class LocalIds {
  /** By `<provider>/<local id>`. */
  private readonly claims = new Map<string, Claim[]>();
  /** By event: how many there had been of its provider. */
  private readonly synchronisations = new Map<string, number>();
  private readonly counts = new Map<string, number>();

  /** What is stated next belongs to it. */
  synchronised(providerId: string, eventId: string): void {
    const count = (this.counts.get(providerId) ?? 0) + 1;
    this.counts.set(providerId, count);
    this.synchronisations.set(eventId, count);
  }

  state(providerId: string, { localId, target, state, at }: agent.LocalIdStatement): void {
    const key = `${providerId}/${localId}`;
    const claims = this.claims.get(key) ?? [];
    this.claims.set(key, claims);
    const name = target.kind === 'segment-id' ? target.segmentId : target.contractId;
    const open = claims.find(({ until }) => until === undefined);
    if (state === 'retired') {
      // Said again, it changes nothing, also where the id was reserved anew since.
      if (claims.some((claim) => claim.target === name && claim.until === at)) return;
      if (open?.target === name && (open.from === undefined || open.from < at)) Object.assign(open, { until: at, endedBy: this.counts.get(providerId) });
      return;
    }
    if (open && (open.target !== name || open.from !== undefined || state === 'pending')) return;
    const isPast = state === 'active' && claims.some(({ from, until }) => from !== undefined && until !== undefined && until > at);
    if (isPast) return;
    if (open) claims.splice(claims.indexOf(open), 1);
    claims.push({ target: name, from: state === 'active' ? at : undefined, until: undefined });
  }

  /**
   * The segment that a record is of, or none.
   * @param asOf the event of a synchronisation: whoever acts on it may not have heard of ids that were given up after it
   */
  segmentOf(providerId: string, record: agent.LocalUsageRecord, asOf?: string): string | undefined {
    return this.heldBy(providerId, record, asOf).find((target) => target.startsWith('seg_'));
  }

  /** The contract of the customer whose record it is, or none; likewise. */
  contractOf(providerId: string, record: agent.LocalUsageRecord, asOf?: string): string | undefined {
    const target = this.heldBy(providerId, record, asOf).find((each) => each.startsWith('con_'));
    return target?.slice(0, CONTRACT_ID_LENGTH);
  }

  private heldBy(providerId: string, { localId, from, until }: agent.LocalUsageRecord, asOf?: string): readonly string[] {
    const heard = (asOf === undefined ? undefined : this.synchronisations.get(asOf)) ?? Infinity;
    const stood = (claim: Claim): boolean => claim.until === undefined || claim.until >= until || (claim.endedBy ?? 0) > heard;
    const held = (this.claims.get(`${providerId}/${localId}`) ?? []).filter((claim) => claim.from !== undefined && claim.from <= from && stood(claim));
    return held.map(({ target }) => target);
  }
}
