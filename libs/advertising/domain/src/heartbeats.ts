import { isToken } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';
import { shown } from './limits.js';

/** A session is lost when so many intervals have passed without a heartbeat (as in BFD, RFC 5880 §6.8.4, and BGP, RFC 4271 §4.4). */
export const MISSED_HEARTBEATS = 3;
export const MIN_INTERVAL_MS = 100;
export const MAX_INTERVAL_MS = 300_000;
/** Sessions of one provider that another one has followed and that are remembered. */
const MAX_SUPERSEDED = 8;
const VERSION = /^[\x21-\x7e]{1,64}$/;

/** The last heartbeat that was heard of a provider, and when, by the time that this instance has watched. */
export interface Heard {
  readonly heartbeat: agent.SessionHeartbeat;
  readonly atWatchedMs: number;
  /** Sessions that another one has followed, each with the last number that was heard of it. */
  readonly superseded: ReadonlyMap<string, bigint>;
}

export type HeartbeatFault =
  | { readonly code: 'heartbeat-invalid'; readonly field: string; readonly value: string; readonly limit: string }
  /** A later session of the agent is heard: two agents under one key, or a message that was held up for long. */
  | { readonly code: 'session-superseded'; readonly sessionId: string }
  | { readonly code: 'heartbeat-repeated'; readonly number: bigint; readonly last: bigint };

/**
 * What is wrong with a heartbeat that was signed well; `undefined` when it counts. An older session counts again when nothing was heard of the later one
 * for its interval: a message that was held up, or a clock that was set back, must not keep out the agent that lives.
 * @param atWatchedMs now, by the time that this instance has watched
 */
export function heartbeatFault(heartbeat: agent.SessionHeartbeat, before: Heard | undefined, atWatchedMs: number): HeartbeatFault | undefined {
  const { sessionId, beganAt, number, intervalMs, agentVersion, sentSequence, receiptedSequence } = heartbeat;
  const invalid = (field: string, value: string | number | bigint, limit: string): HeartbeatFault => ({ code: 'heartbeat-invalid', field, value: shown(value), limit });
  if (!isToken(sessionId)) return invalid('session_id', sessionId, '1 to 64 letters, digits, _ and -');
  if (number === 0n) return invalid('number', number, '1 or more');
  if (intervalMs < MIN_INTERVAL_MS || intervalMs > MAX_INTERVAL_MS) return invalid('interval_ms', intervalMs, `${MIN_INTERVAL_MS} to ${MAX_INTERVAL_MS}`);
  if (!VERSION.test(agentVersion)) return invalid('agent_version', agentVersion, '1 to 64 visible characters of ASCII');
  if (receiptedSequence > sentSequence) return invalid('receipted_sequence', receiptedSequence, `at most sent_sequence, ${sentSequence}`);
  if (!before) return undefined;
  const { heartbeat: latest, superseded } = before;
  const isLatest = sessionId === latest.sessionId;
  const last = isLatest ? latest.number : superseded.get(sessionId);
  if (last !== undefined && number <= last) return { code: 'heartbeat-repeated', number, last };
  const isOlder = !isLatest && (superseded.has(sessionId) || beganAt < latest.beganAt);
  return isOlder && missedIn(atWatchedMs - before.atWatchedMs, latest.intervalMs) === 0 ? { code: 'session-superseded', sessionId } : undefined;
}

export function heard(heartbeat: agent.SessionHeartbeat, atWatchedMs: number, before: Heard | undefined): Heard {
  const { superseded = new Map<string, bigint>(), heartbeat: last } = before ?? {};
  if (!last || last.sessionId === heartbeat.sessionId) return { heartbeat, atWatchedMs, superseded };
  const others = [...superseded, [last.sessionId, last.number] as const].filter(([sessionId]) => sessionId !== heartbeat.sessionId);
  return { heartbeat, atWatchedMs, superseded: new Map(others.slice(-MAX_SUPERSEDED)) };
}

/** Whole intervals of silence. */
export const missedIn = (silentMs: number, intervalMs: number): number => Math.max(0, Math.floor(silentMs / intervalMs));

/**
 * Whether the advertisements of an agent and of the mesh have parted: nothing is under way, and the last batch of the one is not that of
 * the other. While something is under way its own answer tells.
 */
export const havePartedAt = ({ sentSequence, receiptedSequence }: agent.SessionHeartbeat, recordedSequence: bigint): boolean =>
  sentSequence === receiptedSequence && recordedSequence !== sentSequence;
