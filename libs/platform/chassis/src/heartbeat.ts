import { hostname } from 'node:os';
import { instantFromMs } from '@carriermesh/kernel';
import type { Bus } from '@carriermesh/platform-bus';
import { monitoring } from '@carriermesh/wire';

export const HEARTBEAT_SUBJECT = 'cm.sys.heartbeat';
export const HEARTBEAT_MS = 2_000;
/** The schema's limit; the last one says how many more there are. */
const MAX_ALARMS = 20;
const MAX_ALARM_CHARACTERS = 400;

/** What a process tells of itself. */
export interface Vitals {
  /** How far it has read the ledger. */
  position(): bigint;
  /** What waits for an operator, a sentence each. */
  alarms?(): readonly string[];
}

/** Tells monitoring every two seconds that this process lives, how far it has read, and what is wrong. */
export function startHeartbeat(bus: Bus, service: string, vitals: Vitals): () => void {
  const instanceId = `${hostname()}-${process.pid}`;
  const startedAt = instantFromMs(Date.now() - process.uptime() * 1000);
  const beat = (): void => {
    const residentBytes = BigInt(process.memoryUsage.rss());
    const alarms = told(vitals.alarms?.() ?? []);
    bus.tell(HEARTBEAT_SUBJECT, monitoring.Heartbeat.encode({ service, instanceId, startedAt, position: vitals.position(), residentBytes, alarms }));
  };
  beat();
  const timer = setInterval(beat, HEARTBEAT_MS);
  return () => clearInterval(timer);
}

function told(alarms: readonly string[]): readonly string[] {
  const shown = alarms.slice(0, alarms.length > MAX_ALARMS ? MAX_ALARMS - 1 : MAX_ALARMS).map((alarm) => alarm.slice(0, MAX_ALARM_CHARACTERS));
  return shown.length < alarms.length ? [...shown, `and ${alarms.length - shown.length} more`] : shown;
}
