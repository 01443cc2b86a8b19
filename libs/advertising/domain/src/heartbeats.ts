import { isToken } from '@carriermesh/kernel';
import type { agent } from '@carriermesh/wire';
import { shown } from './limits.js';

/** A session is lost when so many intervals have passed without a heartbeat (as in BFD, RFC 5880 §6.8.4, and BGP, RFC 4271 §4.4). */
export const MISSED_HEARTBEATS = 3;
export const MIN_INTERVAL_MS = 100;
export const MAX_INTERVAL_MS = 300_000;
/** Sessions of one provider that another one has followed, and that are not heard again. */
const MAX_SUPERSEDED = 8;
const VERSION = /^[\x21-\x7e]{1,64}$/;

/** The last heartbeat that was heard of a provider, and when, by the time that this instance has watched. */
export interface Heard {
  readonly heartbeat: agent.SessionHeartbeat;
  readonly atWatchedMs: number;
  readonly superseded: readonly string[];
}

export type HeartbeatFault =
  | { readonly code: 'heartbeat-invalid'; readonly field: string; readonly value: string; readonly limit: string }
  /** Another session of the agent has followed: two agents under one key, or a message that was held up for long. */
  | { readonly code: 'session-superseded'; readonly sessionId: string }
  | { readonly code: 'heartbeat-repeated'; readonly number: bigint; readonly last: bigint };

/** What is wrong with a heartbeat that was signed well; `undefined` when it counts. */
export function heartbeatFault(heartbeat: agent.SessionHeartbeat, before: Heard | undefined): HeartbeatFault | undefined {
  const { sessionId, number, intervalMs, agentVersion, sentSequence, receiptedSequence } = heartbeat;
  const invalid = (field: string, value: string | number | bigint, limit: string): HeartbeatFault => ({ code: 'heartbeat-invalid', field, value: shown(value), limit });
  if (!isToken(sessionId)) return invalid('session_id', sessionId, '1 to 64 letters, digits, _ and -');
  if (number === 0n) return invalid('number', number, '1 or more');
  if (intervalMs < MIN_INTERVAL_MS || intervalMs > MAX_INTERVAL_MS) return invalid('interval_ms', intervalMs, `${MIN_INTERVAL_MS} to ${MAX_INTERVAL_MS}`);
  if (!VERSION.test(agentVersion)) return invalid('agent_version', agentVersion, '1 to 64 visible characters of ASCII');
  if (receiptedSequence > sentSequence) return invalid('receipted_sequence', receiptedSequence, `at most sent_sequence, ${sentSequence}`);
  if (!before) return undefined;
  if (before.superseded.includes(sessionId)) return { code: 'session-superseded', sessionId };
  const { sessionId: lastSession, number: last } = before.heartbeat;
  return sessionId === lastSession && number <= last ? { code: 'heartbeat-repeated', number, last } : undefined;
}

export function heard(heartbeat: agent.SessionHeartbeat, atWatchedMs: number, before: Heard | undefined): Heard {
  const { superseded = [], heartbeat: last } = before ?? {};
  const isSame = !last || last.sessionId === heartbeat.sessionId;
  return { heartbeat, atWatchedMs, superseded: isSame ? superseded : [...superseded, last.sessionId].slice(-MAX_SUPERSEDED) };
}

/** Whole intervals of silence. */
export const missedIn = (silentMs: number, intervalMs: number): number => Math.max(0, Math.floor(silentMs / intervalMs));

/**
 * Whether the advertisements of an agent and of the mesh have parted: nothing is under way, and the last batch of the one is not that of
 * the other. While something is under way its own answer tells.
 */
export const havePartedAt = ({ sentSequence, receiptedSequence }: agent.SessionHeartbeat, recordedSequence: bigint): boolean =>
  sentSequence === receiptedSequence && recordedSequence !== sentSequence;
