import { MAX_REJOIN_OCTETS, rejoinOctets } from '@carriermesh/kernel';
import type { common } from '@carriermesh/wire';

/** As many as a quote can split a service into. */
export const MAX_SPLIT_MEMBERS = 64;
export const MAX_DIFFERENTIAL_DELAY_NS = 1_000_000_000;

/** A segment that carries one part of a split service and begins or ends at its customer. */
export interface SplitMember {
  /** The same for all members, at both ends, and of no other service. */
  readonly splitId: string;
  /** From 1. */
  readonly ordinal: number;
  readonly members: number;
  readonly maxDifferentialDelayNs: number;
  /** With fewer whole members the service carries nothing. */
  readonly leastMembers: number;
}

export interface MemberSegment {
  readonly segmentId: string;
  readonly mbps: number;
  readonly split: SplitMember;
  /** One way; known where the whole member lies in one network. */
  readonly latencyNs?: bigint;
}

export const splitMemberOf = ({ maxDifferentialDelayNs, ...member }: common.SplitMember): SplitMember => ({ ...member, maxDifferentialDelayNs: Number(maxDifferentialDelayNs) });

export function isSameMember(a: SplitMember | undefined, b: SplitMember | undefined): boolean {
  return a?.splitId === b?.splitId && a?.ordinal === b?.ordinal && (!a || !b || isSameSplit(a, b));
}

/** @returns the field that is not as it has to be; `undefined` when all of them are */
export function malformedMember({ ordinal, members, leastMembers, maxDifferentialDelayNs }: Omit<common.SplitMember, 'splitId'>): readonly [field: string, value: string, limit: string] | undefined {
  if (members < 2 || members > MAX_SPLIT_MEMBERS) return ['split.members', String(members), `2 to ${MAX_SPLIT_MEMBERS}`];
  if (ordinal < 1 || ordinal > members) return ['split.ordinal', String(ordinal), `1 to ${members}, the number of members`];
  if (leastMembers < 1 || leastMembers > members) return ['split.least_members', String(leastMembers), `1 to ${members}, the number of members`];
  const isDelay = maxDifferentialDelayNs >= 0n && maxDifferentialDelayNs <= BigInt(MAX_DIFFERENTIAL_DELAY_NS);
  return isDelay ? undefined : ['split.max_differential_delay_ns', String(maxDifferentialDelayNs), `0 to ${MAX_DIFFERENTIAL_DELAY_NS}`];
}

/** @returns why the segment can't carry a part of its service beside the members that are here already; `undefined` when it can */
export function refusedMember(member: MemberSegment, others: readonly MemberSegment[]): string | undefined {
  const { split, segmentId } = member;
  const stranger = others.find((other) => !isSameSplit(other.split, split));
  if (stranger) return `split ${split.splitId} has ${described(stranger.split)} by segment ${stranger.segmentId}, and not ${described(split)}`;
  const same = others.find((other) => other.split.ordinal === split.ordinal && other.segmentId !== segmentId);
  if (same) return `member ${split.ordinal} of split ${split.splitId} is segment ${same.segmentId} already`;
  return tooMuchToKeep([member, ...others]) ?? tooFarApart(member, others);
}

function tooMuchToKeep(members: readonly [MemberSegment, ...MemberSegment[]]): string | undefined {
  const [{ split }] = members;
  const mbps = members.reduce((sum, each) => sum + each.mbps, 0);
  const octets = rejoinOctets(mbps, split);
  if (octets <= MAX_REJOIN_OCTETS) return undefined;
  return `rejoining ${mbps} Mbit/s that come up to ${split.maxDifferentialDelayNs} ns apart takes ${octets} octets, and an end has ${MAX_REJOIN_OCTETS}`;
}

function tooFarApart({ segmentId, split, latencyNs }: MemberSegment, others: readonly MemberSegment[]): string | undefined {
  if (latencyNs === undefined) return undefined;
  for (const other of others) {
    if (other.latencyNs === undefined) continue;
    const apartNs = latencyNs > other.latencyNs ? latencyNs - other.latencyNs : other.latencyNs - latencyNs;
    if (apartNs > BigInt(split.maxDifferentialDelayNs)) {
      return `segments ${segmentId} and ${other.segmentId} are ${apartNs} ns apart, and split ${split.splitId} is rejoined within ${split.maxDifferentialDelayNs} ns`;
    }
  }
  return undefined;
}

const isSameSplit = (a: SplitMember, b: SplitMember): boolean =>
  a.members === b.members && a.leastMembers === b.leastMembers && a.maxDifferentialDelayNs === b.maxDifferentialDelayNs;

const described = ({ members, leastMembers, maxDifferentialDelayNs }: SplitMember): string =>
  `${members} members, at least ${leastMembers} of them, within ${maxDifferentialDelayNs} ns`;
