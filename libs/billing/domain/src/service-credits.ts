import { durationOf, NANOS_PER_SECOND, negate, sum, type Period } from '@carriermesh/kernel';
import { apportion, availabilityPpmOf, isPromiseMissed, serviceCredit, type Share } from '@carriermesh/tariff-v1';
import type { billing } from '@carriermesh/wire';
import type { Account } from './account.decider.js';
import type { ChargedSide, OwnCharge } from './own-charges.js';
import { commonPart, joined, type ChargedSpan } from './phases.js';

/** What is credited: the recurring charges of a month, and what the service ran on in it. */
export interface CreditedMonth {
  readonly month: Period;
  readonly spans: readonly ChargedSpan[];
  readonly recurring: readonly OwnCharge[];
}

/** A segment that was at fault in a month, with the nanoseconds in which it was. */
interface AtFault {
  readonly charge: OwnCharge & { readonly customer: ChargedSide; readonly supplier: ChargedSide };
  readonly tariff: billing.SegmentTariff;
  readonly downNs: bigint;
  readonly ranNs: bigint;
}

/**
 * What a month in which the service worked for less than was promised gives back. The customer gets the contract's share of its recurring charges,
 * laid on the segments by their time at fault. The supplier of each of them that missed its own promise gives back its contract's share of its own
 * recurring charge, in proportion to its segment's part in all the time at fault: it depends on nothing that another party pays.
 */
export function serviceCredits(account: Account, { month, spans, recurring }: CreditedMonth): readonly OwnCharge[] {
  const down = downtimesOf(account, spans, month);
  const service: Share = { part: total(joined([...down.values()].flat().toSorted((a, b) => (a.from < b.from ? -1 : 1)))), whole: durationOf(month) };
  if (!isPromiseMissed(service, account.availabilityPpm)) return [];
  const atFault = recurring.flatMap((charge) => atFaultOf(charge, down.get(charge.segmentId) ?? [], spans));
  const faultNs = atFault.reduce((sumNs, { downNs }) => sumNs + downNs, 0n);
  const charged = sum(account.currency, recurring.flatMap(({ customer }) => (customer ? [customer.exactAmount] : [])));
  const credit = serviceCredit(charged, account.creditBasisPoints);
  const shares = apportion(credit, atFault.map(({ downNs }) => downNs));
  return atFault.flatMap((segment, index): readonly OwnCharge[] => {
    const share = shares[index] as typeof credit;
    const description = wordsOf(service, account.availabilityPpm, account.creditBasisPoints);
    const customer = { description, unitPrice: negate(charged), exactAmount: negate(share) };
    const supplier = clawedBack(segment, faultNs);
    const { segmentId } = segment.charge;
    return share.microMinor === 0n && !supplier ? [] : [{ kind: 'service-credit', segmentId, quantity: segment.downNs / NANOS_PER_SECOND, customer, supplier }];
  });
}

function clawedBack({ charge, tariff, downNs, ranNs }: AtFault, faultNs: bigint): ChargedSide | undefined {
  const { supplierAvailabilityPpm, supplierCreditBasisPoints } = tariff;
  const own: Share = { part: downNs, whole: ranNs };
  if (!isPromiseMissed(own, supplierAvailabilityPpm)) return undefined;
  const credit = serviceCredit(charge.supplier.exactAmount, supplierCreditBasisPoints, { part: downNs, whole: faultNs });
  const description = wordsOf(own, supplierAvailabilityPpm, supplierCreditBasisPoints);
  return credit.microMinor === 0n ? undefined : { description, unitPrice: negate(charge.supplier.exactAmount), exactAmount: negate(credit) };
}

function atFaultOf(charge: OwnCharge, down: readonly Period[], spans: readonly ChargedSpan[]): readonly AtFault[] {
  const own = spans.filter(({ tariff }) => tariff.segmentId === charge.segmentId);
  const tariff = own.at(-1)?.tariff;
  const { customer, supplier } = charge;
  return tariff && customer && supplier && down.length > 0 ? [{ charge: { ...charge, customer, supplier }, tariff, downNs: total(down), ranNs: total(own) }] : [];
}

/** By segment: when in the month it was impaired while the service ran on it, each instant once. */
function downtimesOf({ faults = new Map() }: Account, spans: readonly ChargedSpan[], month: Period): ReadonlyMap<string, readonly Period[]> {
  const parts = [...faults.values()].flatMap(({ segmentId, from, until = month.until }) =>
    spans
      .filter(({ tariff }) => tariff.segmentId === segmentId)
      .flatMap((span) => {
        const part = commonPart({ from, until }, span);
        return part ? [{ segmentId, part }] : [];
      }),
  );
  const bySegment = Map.groupBy(parts, ({ segmentId }) => segmentId);
  return new Map([...bySegment].map(([segmentId, own]) => [segmentId, joined(own.map(({ part }) => part).toSorted((a, b) => (a.from < b.from ? -1 : 1)))]));
}

const total = (periods: readonly Period[]): bigint => periods.reduce((sumNs, period) => sumNs + durationOf(period), 0n);

const wordsOf = (down: Share, promisedPpm: number, basisPoints: number): string =>
  `Worked ${percentOf(availabilityPpmOf(down))} of the month and ${percentOf(BigInt(promisedPpm))} was promised: ${basisPoints / 100} % of its recurring charge back`;

/** Of millionths, with all four decimals: 999,000 are 99.9000 %. */
const percentOf = (ppm: bigint): string => `${ppm / 10_000n}.${String(ppm % 10_000n).padStart(4, '0')} %`;
