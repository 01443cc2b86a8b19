import { type Instant } from '@carriermesh/kernel';
import type { billing, contracting, provisioning } from '@carriermesh/wire';
import { afterLearning, learntOf, type CourseEvent } from '../service-course.js';
import { type Account, type AccountEvent, type SignedAgreements } from '../account.decider.js';
import { account, ALFA_SEGMENT, at, CONTRACT, eur, UUID } from './fixtures.js';

export const CHARLIE_SEGMENT = `seg_${UUID}-3`;

export const charlieTariff: billing.SegmentTariff = {
  segmentId: CHARLIE_SEGMENT,
  providerId: 'charlie',
  customerMonthly: eur('1800.00'),
  customerPerGigabyte: eur('0.04'),
  supplierMonthly: eur('1700.00'),
  supplierPerGigabyte: eur('0.03'),
  supplierAvailabilityPpm: 999_000,
  supplierCreditBasisPoints: 2_000,
};

const rules = (tariff: billing.SegmentTariff, side: 'customer' | 'supplier'): contracting.PriceRule => ({
  segmentId: tariff.segmentId,
  monthlyRecurring: side === 'customer' ? tariff.customerMonthly : tariff.supplierMonthly,
  perGigabyte: side === 'customer' ? tariff.customerPerGigabyte : tariff.supplierPerGigabyte,
});

const level = ({ supplierAvailabilityPpm: availabilityPpm, supplierCreditBasisPoints: creditBasisPoints }: billing.SegmentTariff) => ({ availabilityPpm, creditBasisPoints, lossPpm: 0, jitterNs: 0n, mttrMinutes: 0 });
const segment = ({ segmentId, providerId }: billing.SegmentTariff): contracting.ContractSegment => ({ segmentId, providerId, fromPopId: 'x', toPopId: 'y', resources: [] });

const path = { latencyNs: 1n, handovers: 0, segments: [], popIds: [], bottleneckMbps: 1, disjointFromBest: true };

/** The fixtures' account as it was contracted: charlie alone may take over from alfa and bravo. */
export const agreements: SignedAgreements = {
  contract: {
    contractId: CONTRACT,
    terms: { mbps: account.mbps, termMonths: account.termMonths, currency: 'EUR' },
    segments: account.tariffs.map(segment),
    prices: account.tariffs.map((tariff) => rules(tariff, 'customer')),
    alternatives: [{ path, withinLatencyLimit: true, monthlyPrice: eur('1800.00'), resources: [], segments: [segment(charlieTariff)], prices: [rules(charlieTariff, 'customer')] }],
  } as unknown as contracting.Contract,
  supplies: [...account.tariffs, charlieTariff].map((tariff) => {
    const own = { segments: [segment(tariff)], prices: [rules(tariff, 'supplier')], serviceLevels: [level(tariff)] };
    const isStandby = tariff === charlieTariff;
    const nothing = { segments: [], prices: [], serviceLevels: [] };
    const [first, standby] = isStandby ? [nothing, own] : [own, nothing];
    return { providerId: tariff.providerId, ...first, standbySegments: standby.segments, standbyPrices: standby.prices, standbyServiceLevels: standby.serviceLevels } as unknown as contracting.SupplyContract;
  }),
};

const ALTERNATIVE = 1;

export const moved = (reroutedAt: Instant, attempt = 1, toRoute = ALTERNATIVE): CourseEvent => {
  const first = account.tariffs.map(({ segmentId }) => segmentId);
  const segmentIds = toRoute === 0 ? first : [CHARLIE_SEGMENT];
  const leftSegmentIds = toRoute === 0 ? [CHARLIE_SEGMENT] : first;
  return { type: 'provisioning.v1.ServiceRerouted', data: { contractId: CONTRACT, orderId: account.orderId, attempt, fromRoute: 1 - toRoute, toRoute, leftSegmentIds, segmentIds, latencyNs: 1n, reroutedAt } };
};

export const impaired = (impairedSince: Instant, segmentId = ALFA_SEGMENT, number = 1): CourseEvent => ({
  type: 'provisioning.v1.ImpairmentNoted',
  data: { contractId: CONTRACT, fault: { segmentId, providerId: 'whoever', alarmId: `alm_${segmentId.slice(4)}-${number}`, impairedSince } },
});

export const cleared = (clearedAt: Instant, segmentId = ALFA_SEGMENT): CourseEvent => ({ type: 'provisioning.v1.ImpairmentCleared', data: { contractId: CONTRACT, segmentId, clearedAt } });

type Bandwidth = Pick<provisioning.ServiceShape, 'mbps' | 'orderedMbps'>;

export const reshaped = (changedAt: Instant, [from, to]: readonly [Bandwidth, Bandwidth], segmentIds: readonly string[] = account.tariffs.map(({ segmentId }) => segmentId)): CourseEvent => ({
  type: 'provisioning.v1.ServiceChanged',
  data: { contractId: CONTRACT, orderId: account.orderId, changeNumber: 1, from: { ...from, suspended: false }, to: { ...to, suspended: false }, segmentIds, changedAt },
});

export const resized = (changedAt: Instant, [from, to]: readonly [number, number], segmentIds?: readonly string[]): CourseEvent => reshaped(changedAt, [{ mbps: from }, { mbps: to }], segmentIds);

/** The same service, carried in a format by which 1,000 Mbit/s travel of 3,000. */
export const formatted: SignedAgreements = {
  ...agreements, contract: { ...agreements.contract, terms: { ...agreements.contract.terms, mbps: 3 * account.mbps }, format: { codec: 'h265', carriedMbps: account.mbps, addsNs: 0n } },
};

/** What the events make of an account, each with the revision of its place. */
export function learning(events: readonly CourseEvent[], from: Account = account, signed = agreements): Account {
  return events.reduce((known, event, index) => afterLearning(known, learntOf(known, signed, { event, revision: (from.activationRevision ?? 0) + index + 1 })), from);
}

export const learntFrom = (event: CourseEvent, revision: number, from: Account = account): readonly AccountEvent[] => learntOf(from, agreements, { event, revision });
export const time = at;
