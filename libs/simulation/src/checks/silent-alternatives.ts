import { holds, type Check } from '@carriermesh/platform-audit';
import type { AnyStoredEvent } from '@carriermesh/platform-processes';
import type { provisioning } from '@carriermesh/wire';
import type { Sessions } from './sessions.js';

interface Service {
  readonly routes: readonly (readonly provisioning.SegmentPlan[])[];
  runsOn: number;
  /** Routes that were run on, asked for, or measured to be gone back to: none of them is asked for again. */
  readonly left: Set<number>;
  /** That did not hold since the service was well. */
  readonly failed: Set<number>;
  /** What could be moved to when the last move began. */
  open: readonly number[];
}

type Weighed = Pick<provisioning.RerouteSecured, 'passedOver' | 'sessions'>;

/** I5: a service is moved over an agent that is silent when no other alternative holds, and then it is, before anything else is looked for. */
export class SilentAlternatives implements Check {
  private readonly services = new Map<string, Service>();
  /** Segments that may carry nothing any more. */
  private readonly down = new Set<string>();

  constructor(private readonly sessions: Pick<Sessions, 'wasDown'>) {}

  take({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'provisioning.v1.ActivationStarted':
        this.services.set(data.contractId, { routes: [data.segments, ...data.standbys.map(({ segments }) => segments)], runsOn: 0, left: new Set(), failed: new Set(), open: [] });
        return;
      case 'provisioning.v1.RerouteStarted':
        this.at(data.contractId, (service) => {
          service.open = openIn(service);
          if (data.chosen) this.weighed(data.contractId, service, { ...data.chosen, toRoute: data.chosen.route });
        });
        return;
      case 'provisioning.v1.RerouteSecured':
        this.at(data.contractId, (service) => {
          this.weighed(data.contractId, service, data);
          service.left.add(data.toRoute);
          const broken = data.sessions?.lostByProviderIds.length ? data.brokenFirstSegmentIds.find((id) => !this.down.has(id)) : undefined;
          holds(broken === undefined, 'I5', () => `${data.contractId} takes ${broken} down to try an agent that is silent`);
        });
        return;
      case 'provisioning.v1.RerouteFailed':
        this.at(data.contractId, ({ failed }) => data.verdicts.forEach(({ route, refusal }) => refusal.code !== 'session-down' && failed.add(route)));
        return;
      case 'provisioning.v1.AlternativesExhausted':
        this.at(data.contractId, (service) => {
          const [untried] = openIn(service);
          holds(untried === undefined, 'I5', () => `${data.contractId} gives up, and its alternative ${untried} was not tried`);
        });
        return;
      default:
        return this.ofCourse({ type, data } as AnyStoredEvent);
    }
  }

  private ofCourse({ type, data }: AnyStoredEvent): void {
    switch (type) {
      case 'provisioning.v1.ServiceRerouted':
        return this.at(data.contractId, (service) => {
          service.left.add(data.fromRoute);
          service.runsOn = data.toRoute;
        });
      case 'provisioning.v1.RevertStarted':
        return this.at(data.contractId, ({ left }) => left.add(data.route));
      case 'provisioning.v1.ServiceImpairmentEnded':
        return this.at(data.contractId, ({ failed }) => failed.clear());
      case 'provisioning.v1.SegmentReleased':
      case 'provisioning.v1.SegmentSilent':
        this.down.add(data.segmentId);
        return;
      default:
        return;
    }
  }

  private weighed(contractId: string, { routes, open }: Service, { toRoute, sessions, passedOver }: Weighed & { readonly toRoute: number }): void {
    holds(sessions !== undefined, 'I5', () => `${contractId} moves, and nobody says whose sessions were weighed`);
    const downOn = (route: number): string => [...new Set((routes[route] ?? []).map(({ providerId }) => providerId))].filter((id) => this.sessions.wasDown(id, sessions.position)).join(' ');
    const said = sessions.lostByProviderIds.join(' ');
    holds(downOn(toRoute) === said, 'I5', () => `${contractId} moves over ${toRoute}, where the sessions of [${downOn(toRoute)}] were down at ${sessions.position}, and says so of [${said}]`);
    for (const { route, refusal } of passedOver.filter(({ refusal: { code } }) => code.startsWith('session-down')))
      holds(refusal.facts['sessions_down'] === downOn(route), 'I5', () => `${contractId} passes over ${route} for the sessions of ${refusal.facts['sessions_down']}; those of [${downOn(route)}] were down`);
    const better = said === '' ? undefined : open.find((route) => route !== toRoute && downOn(route) === '' && !passedOver.some((each) => each.route === route));
    holds(better === undefined, 'I5', () => `${contractId} moves over ${said}, which is silent, before its alternative ${better}`);
  }

  private at(contractId: string, work: (service: Service) => void): void {
    const service = this.services.get(contractId);
    if (service) work(service);
  }
}

/** None that was left, that failed, or that is what the service runs on by another number. */
function openIn({ routes, runsOn, left, failed }: Service): readonly number[] {
  const wayOf = (route: number): string => (routes[route] ?? []).flatMap(({ resourceIds }) => resourceIds).join();
  return routes.map((_, route) => route).filter((route) => route > 0 && !left.has(route) && !failed.has(route) && wayOf(route) !== wayOf(runsOn));
}
