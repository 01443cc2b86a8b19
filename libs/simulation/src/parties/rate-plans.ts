import { policyWith, readRatePlan, Seller, STANDARD_POLICY } from '@carriermesh/contracting-service';
import type { contracting, tariff } from '@carriermesh/wire';
import type { Class } from '../mesh/injector.js';
import type { Random } from '../world/random.js';
import { CATEGORIES, SUBJECTS } from './labelling.js';

/** Of a hundred buyers so many have their usage charged by a tariff. */
const TARIFF_PERCENT = 55;
const GIGABYTE = '1000000000';
const MODES = ['half-away-from-zero', 'half-even', 'half-up', 'half-down', 'up', 'down', 'ceiling', 'floor'] as const;
/** Clocks are changed at 01:00 UTC on these days, to an hour more than in winter and back. */
const BERLIN_SUMMERS: readonly (readonly [from: string, until: string])[] = [['2026-03-29', '2026-10-25'], ['2027-03-28', '2027-10-31'], ['2028-03-26', '2028-10-29'], ['2029-03-25', '2029-10-28']];

/** What each buyer's usage is charged by, drawn for each run: by the gigabyte, or by a tariff of its own. */
export function sellerOf(buyerIds: readonly string[], chance: Random): Class {
  const policies = new Map(buyerIds.map((id) => [id, chance.below(100) < TARIFF_PERCENT ? policyWith(STANDARD_POLICY, planOf(id, chance)) : STANDARD_POLICY]));
  return class extends Seller {
    override policyFor(buyerId: string): contracting.SellerPolicy {
      return policies.get(buyerId) ?? STANDARD_POLICY;
    }
  };
}

function planOf(buyerId: string, chance: Random): tariff.PinnedTariff {
  const isConverted = chance.chance(0.3);
  const isInZone = chance.chance(0.6);
  const terms = {
    form: 'carriermesh.tariff.v1',
    id: `plan of ${buyerId}`,
    currency: isConverted ? 'USD' : 'EUR',
    ...(isConverted && { conversion: { to: 'EUR', rate: decimal(chance, 0, 4), pinnedAt: '2026-01-01' } }),
    ...(isInZone && { zone: 'Europe/Berlin' }),
    rounding: { mode: chance.pick(MODES), decimals: chance.between(0, 6), place: chance.pick(['line', 'line', 'increment', 'invoice']) },
    windows: { work: { weekdays: ['mo', 'tu', 'we', 'th', 'fr'], from: '08:00', until: '18:00' }, night: { from: '22:00' } },
    charges: chargesOf(buyerId, chance),
    ...(chance.chance(0.4) && { taxes: taxesOf(buyerId, chance) }),
  };
  return readRatePlan({ tariff: terms, ...(isInZone && { offsets: berlin() }) }, 'EUR');
}

/** One or two for some of the usage, and one for all that is left. */
function chargesOf(buyerId: string, chance: Random): readonly object[] {
  const some = Array.from({ length: chance.below(3) }, (_, index) => {
    const match = chance.pick([
      { windows: ['work'] }, { windows: ['night', 'work'] }, { accounts: [buyerId], windows: ['night'] }, { accounts: ['nobody'] },
      { subjects: [chance.pick(SUBJECTS)] }, { categories: ['in', 'out'] }, { accounts: [buyerId], categories: [chance.pick(CATEGORIES)] }, { subjects: [...SUBJECTS], categories: ['gold'], windows: ['work'] },
    ]);
    return { id: `special ${index + 1}`, weight: chance.between(0, 2), match, ...charge(chance) };
  });
  return [...some, { id: 'general', ...(chance.chance(0.5) && { match: { types: ['data'] } }), ...charge(chance) }];
}

/** On the octets alone, on everything, on top of one another, and of somebody else. */
const taxesOf = (buyerId: string, chance: Random): readonly object[] => [
  { id: 'levy', percent: decimal(chance, 9, 2), ...(chance.chance(0.5) && { match: { types: ['data'] } }), ...(chance.chance(0.2) && { exemptAccounts: [buyerId] }) },
  { id: 'vat', percent: String(chance.between(1, 25)), ...(chance.chance(0.5) && { onTopOf: ['levy'] }) },
  ...(chance.chance(0.3) ? [{ id: 'theirs', percent: '5', match: { accounts: ['nobody'] } }] : []),
];

function charge(chance: Random): object {
  const over = chance.pick(['period', 'period', 'record']);
  const limits = chance.chance(0.2) ? { minimum: decimal(chance, 0, 2) } : chance.chance(0.2) ? { maximum: decimal(chance, 900, 3) } : {};
  switch (chance.below(6)) {
    case 0:
      return { kind: 'flat', price: decimal(chance, 0, 5), per: GIGABYTE, ...limits };
    case 1:
      return { kind: 'package', over, size: `${chance.between(1, 999)}${GIGABYTE.slice(1)}`, price: decimal(chance, 3, 3), ...(chance.chance(0.5) && { free: `${chance.between(1, 9)}00${GIGABYTE}`.slice(0, 15) }), ...limits };
    case 2:
      return { kind: 'percentile', percentile: chance.pick([50, 95, 95, 100]), commit: String(chance.between(0, 200)), commitPrice: decimal(chance, 0, 3), burstPrice: decimal(chance, 1, 4), ...(chance.chance(0.4) && { perCategory: true }) };
    case 3:
      return { kind: 'percentage', percent: `0.0000000${chance.between(10, 99)}`, ...(chance.chance(0.5) && { fixed: decimal(chance, 0, 3) }), ...(chance.chance(0.5) && { freeRecords: chance.between(1, 4), freeVolume: `5000${GIGABYTE.slice(1)}`, freeTogether: chance.chance(0.5) }) };
    default:
      return { kind: chance.pick(['graduated', 'volume']), over, per: GIGABYTE, tiers: tiers(chance), ...limits };
  }
}

function tiers(chance: Random): readonly object[] {
  let upTo = 0;
  const some = Array.from({ length: chance.between(1, 3) }, () => {
    upTo += chance.between(1, 8_000);
    return { upTo: `${upTo}${GIGABYTE.slice(1)}`, price: decimal(chance, 0, 4), ...(chance.chance(0.3) && { fixed: decimal(chance, 5, 2) }) };
  });
  return [...some, { price: decimal(chance, 0, 5), ...(chance.chance(0.3) && { fixed: decimal(chance, 5, 2) }) }];
}

/** Above 0. */
const decimal = (chance: Random, most: number, places: number): string => `${chance.between(0, most)}.${String(chance.between(1, 10 ** places - 1)).padStart(places, '0')}`;

const berlin = (): readonly { readonly fromS: number; readonly offsetS: number }[] =>
  BERLIN_SUMMERS.flatMap(([from, until]) => [[from, 7_200] as const, [until, 3_600] as const]).reduce<{ fromS: number; offsetS: number }[]>(
    (offsets, [day, offsetS]) => [...offsets, { fromS: Date.parse(`${day}T01:00:00Z`) / 1_000, offsetS }],
    [{ fromS: 0, offsetS: 3_600 }],
  );
