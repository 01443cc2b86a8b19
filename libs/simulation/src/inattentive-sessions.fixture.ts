import { SessionWatch } from '@carriermesh/advertising-service';
import { TopologyView } from '@carriermesh/paths-service';
import { Activation, LineLatencies } from '@carriermesh/provisioning-service';
import type { Class } from './mesh/injector.js';
import type { RunOptions } from './run.js';

/** Never hears that an agent is silent. */
class ObliviousTopology extends TopologyView {
  override apply(event: Parameters<TopologyView['apply']>[0]): void {
    if (event.type !== 'advertising.v1.SessionLost') super.apply(event);
  }
}

/** Never hears that an agent is silent when it chooses what to move to. */
class ObliviousLatencies extends LineLatencies {
  override isSilent(): boolean {
    return false;
  }
}

/** Gives up where all that is left goes over silent agents. */
class DauntedActivation extends Activation {
  constructor(...injected: ConstructorParameters<typeof Activation>) {
    super(...injected);
    const { process } = this;
    const react: typeof process.react = (state, input, now) => {
      const step = process.react(state, input, now);
      const events = step.events.map((event) => {
        const isDaunting = event.type === 'provisioning.v1.RerouteStarted' && event.data.chosen?.sessions?.lostByProviderIds.length;
        return isDaunting ? { type: 'provisioning.v1.AlternativesExhausted' as const, data: { contractId: event.data.contractId, orderId: event.data.orderId, exhaustedAt: now } } : event;
      });
      return { ...step, events };
    };
    Object.assign(this, { process: { ...process, react } });
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

export const movedInSilence = planted(LineLatencies, ObliviousLatencies);
export const dauntedBySilence = planted(Activation, DauntedActivation);
export const soldInSilence = planted(TopologyView, ObliviousTopology);
export const neverTakenUpAgain = planted(SessionWatch, ResentfulWatch);
export const neverResumed = planted(SessionWatch, ForgetfulWatch);
