import { hostname } from 'node:os';
import { instantFromMs } from '@carriermesh/kernel';
import type { Bus } from '@carriermesh/platform-bus';
import { monitoring } from '@carriermesh/wire';

export const HEARTBEAT_SUBJECT = 'cm.sys.heartbeat';
export const HEARTBEAT_MS = 2_000;

/** Tells monitoring every two seconds that this process lives, and how far it has read. */
export function startHeartbeat(bus: Bus, service: string, position: () => bigint): () => void {
  const instanceId = `${hostname()}-${process.pid}`;
  const startedAt = instantFromMs(Date.now() - process.uptime() * 1000);
  const beat = (): void => {
    const residentBytes = BigInt(process.memoryUsage.rss());
    bus.tell(HEARTBEAT_SUBJECT, monitoring.Heartbeat.encode({ service, instanceId, startedAt, position: position(), residentBytes }));
  };
  beat();
  const timer = setInterval(beat, HEARTBEAT_MS);
  return () => clearInterval(timer);
}
