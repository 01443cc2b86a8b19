import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Bus } from '@carriermesh/platform-bus';
import { BUS, CLOCK, HEARTBEAT_SUBJECT, type Clock } from '@carriermesh/platform-chassis';
import { isAlive, isForgotten, type Heard } from '@carriermesh/monitoring-domain';
import { monitoring } from '@carriermesh/wire';

/** Processes remembered at most; a mesh has dozens, and heartbeats are unsigned. */
const MAX_PROCESSES = 10_000;

/** Hears the heartbeats of every process. Kept in memory: what it knows is stale after six seconds anyway. */
@Injectable()
export class ProcessWatch implements OnModuleInit, OnModuleDestroy {
  private readonly heard = new Map<string, Heard>();
  private stopHearing: () => void = () => undefined;

  constructor(
    @Inject(BUS) private readonly bus: Bus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.stopHearing = this.bus.hear(HEARTBEAT_SUBJECT, (_, body) => {
      const heartbeat = monitoring.Heartbeat.decode(body);
      const key = `${heartbeat.service}/${heartbeat.instanceId}`;
      if (this.heard.size < MAX_PROCESSES || this.heard.has(key)) this.heard.set(key, { heartbeat, heardAt: this.clock.now() });
    });
  }

  onModuleDestroy(): void {
    this.stopHearing();
  }

  list(): readonly monitoring.ProcessRecord[] {
    const now = this.clock.now();
    for (const [key, heard] of this.heard) if (isForgotten(heard, now)) this.heard.delete(key);
    return [...this.heard.values()]
      .map((heard) => ({ ...heard.heartbeat, lastHeardAt: heard.heardAt, alive: isAlive(heard, now) }))
      .sort((a, b) => (a.service < b.service ? -1 : a.service > b.service ? 1 : a.instanceId < b.instanceId ? -1 : 1));
  }
}
