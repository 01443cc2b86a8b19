import { SessionWatch } from '@carriermesh/advertising-service';
import { TopologyView } from '@carriermesh/paths-service';
import type { Class } from './mesh/injector.js';
import type { RunOptions } from './run.js';

/** Never hears that an agent is silent. */
class ObliviousTopology extends TopologyView {
  override apply(event: Parameters<TopologyView['apply']>[0]): void {
    if (event.type !== 'advertising.v1.SessionLost') super.apply(event);
  }
}

type Watching = new (...args: unknown[]) => { once(providerId: string, what: string, work: () => Promise<void>): void };

/** Takes an agent up once. */
class ResentfulWatch extends (SessionWatch as unknown as Watching) {
  private readonly known = new Set<string>();

  override once(...[providerId, what, work]: Parameters<InstanceType<Watching>['once']>): void {
    if (what === 'establish' && this.known.has(providerId)) return;
    super.once(providerId, what, async () => {
      await work();
      if (what === 'lose') this.known.add(providerId);
    });
  }
}

/** Does not tell an agent that has lost its books. */
class ForgetfulWatch extends (SessionWatch as unknown as Watching) {
  override once(...[providerId, what, work]: Parameters<InstanceType<Watching>['once']>): void {
    if (what !== 'resume') super.once(providerId, what, work);
  }
}

const planted = (from: unknown, to: unknown): RunOptions => ({ planted: new Map([[from as Class, to as Class]]) });

export const soldInSilence = planted(TopologyView, ObliviousTopology);
export const neverTakenUpAgain = planted(SessionWatch, ResentfulWatch);
export const neverResumed = planted(SessionWatch, ForgetfulWatch);
