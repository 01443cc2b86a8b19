import { formatInstant, type Instant } from '@carriermesh/kernel';
import type { LedgerReading, RecordedEvent } from '@carriermesh/platform-ledger';
import { provisioning, WireError } from '@carriermesh/wire';
import { toMillisText } from './order-story.js';

/** What happened to a running service that its contract does not say. */
export interface ServiceCourse {
  /** In words; empty until the service is up. */
  readonly runsOn: string;
  /** The oldest first. */
  readonly steps: readonly { readonly position: bigint; readonly at: Instant; readonly text: string }[];
}

/** Impairments and moves, from the stream of the process that looks after the service. */
export async function readServiceCourse(ledger: Pick<LedgerReading, 'readStream'>, contractId: string): Promise<ServiceCourse> {
  const events = await ledger.readStream(`activation-${contractId}`);
  const waysBack = new Set(events.flatMap(wayBackOf));
  const steps = events.flatMap((event) => textsOf(event, waysBack).map((text) => ({ position: event.position, at: event.metadata.occurredAt, text })));
  return { steps, runsOn: events.reduce((before, event) => runningOn(before, event, waysBack), '') };
}

/** The number of the contracted path once more, where a service was to go back by it. */
function wayBackOf({ type, payload }: RecordedEvent): readonly string[] {
  return type === 'provisioning.v1.RevertStarted' ? read(() => provisioning.RevertStarted.decode(payload), ({ route }) => [String(route)]) : [];
}

const nameOf = (route: number, waysBack: ReadonlySet<string>): string => (waysBack.has(String(route)) ? `the contracted path again, as alternative ${route}` : `alternative ${route}`);

function runningOn(before: string, { type, payload }: RecordedEvent, waysBack: ReadonlySet<string>): string {
  if (type === 'provisioning.v1.ServiceActivated') return 'the contracted route';
  if (type === 'provisioning.v1.ServiceTerminated') return 'nothing any more';
  if (type !== 'provisioning.v1.ServiceRerouted') return before;
  return read(() => provisioning.ServiceRerouted.decode(payload), ({ toRoute, segmentIds }) => [`${nameOf(toRoute, waysBack)}: ${segmentIds.join(', ')}`])[0] ?? before;
}

function textsOf({ type, payload }: RecordedEvent, waysBack: ReadonlySet<string>): readonly string[] {
  switch (type) {
    case 'provisioning.v1.ImpairmentNoted':
      return read(() => provisioning.ImpairmentNoted.decode(payload), ({ fault }) => [`impaired: ${fault.segmentId} of ${fault.providerId}, since ${formatInstant(fault.impairedSince)} (${fault.alarmId})`]);
    case 'provisioning.v1.RerouteFailed':
      return read(() => provisioning.RerouteFailed.decode(payload), ({ verdicts }) => verdicts.map(whyNot));
    case 'provisioning.v1.RerouteSecured':
      return read(() => provisioning.RerouteSecured.decode(payload), ({ toRoute, passedOver, sessions }) => [...passedOver.map(whyNot), ...inSilence(toRoute, sessions)]);
    case 'provisioning.v1.ServiceRerouted':
      return read(() => provisioning.ServiceRerouted.decode(payload), ({ toRoute, segmentIds, latencyNs }) => [`moved to ${nameOf(toRoute, waysBack)}, ${toMillisText(latencyNs)} ms one way: ${segmentIds.join(', ')}`]);
    case 'provisioning.v1.RevertPutOff':
      return read(() => provisioning.RevertPutOff.decode(payload), ({ until, reason }) => [`the contracted path is looked at again at ${formatInstant(until)}: ${reason.message}`]);
    case 'provisioning.v1.RevertStarted':
      return read(() => provisioning.RevertStarted.decode(payload), ({ route, segments }) => [`the contracted path is brought up to be measured, as alternative ${route}: ${segments.map(({ segmentId }) => segmentId).join(', ')}`]);
    case 'provisioning.v1.RevertFailed':
      return read(() => provisioning.RevertFailed.decode(payload), ({ route, reason }) => [`does not go back by alternative ${route}: ${reason.message}`]);
    case 'provisioning.v1.RevertsExhausted':
      return ['stays where it is for good: every return that was contracted has been used up'];
    case 'provisioning.v1.ServiceImpairmentEnded':
      return read(() => provisioning.ServiceImpairmentEnded.decode(payload), ({ end, impairedFrom, impairedUntil }) => [`was impaired for ${toMillisText(impairedUntil - impairedFrom)} ms: ${end}`]);
    case 'provisioning.v1.AlternativesExhausted':
      return ['stays where it is, impaired: no alternative is left, and an operator has to look'];
    case 'provisioning.v1.FreshPathsSought':
      return read(() => provisioning.FreshPathsSought.decode(payload), ({ best, refusal }) => [best ? `a fresh path would be there, ${toMillisText(best.latencyNs)} ms one way, over ${best.popIds.join(', ')}: it is under no contract, and takes an order of its own (carriermesh order)` : `no fresh path either: ${refusal?.message ?? 'no reason given'}`]);
    case 'provisioning.v1.ReleaseNeedsOperator':
      return read(() => provisioning.ReleaseNeedsOperator.decode(payload), ({ unconfirmedSegmentIds }) => [`nobody confirms the release of ${unconfirmedSegmentIds.join(', ')}: an operator has to look`]);
    default:
      return [];
  }
}

const whyNot = ({ route, refusal }: provisioning.RouteVerdict): string => `alternative ${route} can't take over: ${refusal.message}`;

const inSilence = (route: number, { lostByProviderIds }: Pick<provisioning.SessionsWeighed, 'lostByProviderIds'> = { lostByProviderIds: [] }): readonly string[] =>
  lostByProviderIds.length === 0 ? [] : [`alternative ${route} is tried although ${lostByProviderIds.join(' and ')} ${lostByProviderIds.length === 1 ? 'is' : 'are'} silent: no other one holds`];

/** Bytes that are no such event any more are the verifier's to report. */
function read<T>(decode: () => T, told: (event: T) => readonly string[]): readonly string[] {
  try {
    return told(decode());
  } catch (error) {
    if (error instanceof WireError) return [];
    throw error;
  }
}
