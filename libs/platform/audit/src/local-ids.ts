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
}

/**
 * What the providers' own ids stand for, read from their signed batches alone and by rules of its own: the first claim holds, and an id has one claim at a
 * time.
 */
export class LocalIds {
  /** By `<provider>/<local id>`. */
  private readonly claims = new Map<string, Claim[]>();

  state(providerId: string, { localId, target, state, at }: agent.LocalIdStatement): void {
    const key = `${providerId}/${localId}`;
    const claims = this.claims.get(key) ?? [];
    this.claims.set(key, claims);
    const name = target.kind === 'segment-id' ? target.segmentId : target.contractId;
    const open = claims.find(({ until }) => until === undefined);
    if (state === 'retired') {
      // Said again, it changes nothing, also where the id was reserved anew since.
      if (claims.some((claim) => claim.target === name && claim.until === at)) return;
      if (open?.target === name && (open.from === undefined || open.from < at)) open.until = at;
      return;
    }
    if (open && (open.target !== name || open.from !== undefined || state === 'pending')) return;
    const isPast = state === 'active' && claims.some(({ from, until }) => from !== undefined && until !== undefined && until > at);
    if (isPast) return;
    if (open) claims.splice(claims.indexOf(open), 1);
    claims.push({ target: name, from: state === 'active' ? at : undefined, until: undefined });
  }

  /** The segment that a record is of, or none. */
  segmentOf(providerId: string, record: agent.LocalUsageRecord): string | undefined {
    return this.heldBy(providerId, record).find((target) => target.startsWith('seg_'));
  }

  /** The contract of the customer whose record it is, or none. */
  contractOf(providerId: string, record: agent.LocalUsageRecord): string | undefined {
    const target = this.heldBy(providerId, record).find((each) => each.startsWith('con_'));
    return target?.slice(0, CONTRACT_ID_LENGTH);
  }

  private heldBy(providerId: string, { localId, from, until }: agent.LocalUsageRecord): readonly string[] {
    const held = (this.claims.get(`${providerId}/${localId}`) ?? []).filter((claim) => claim.from !== undefined && claim.from <= from && (claim.until === undefined || claim.until >= until));
    return held.map(({ target }) => target);
  }
}
