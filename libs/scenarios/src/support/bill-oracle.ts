import { agent, contracting, type billing } from '@carriermesh/wire';
import type { ScenarioMesh } from './scenario-mesh.js';
import { uuidOf } from './orders.js';

/*
 * A month's bill, reckoned a second time from the signed documents in the ledger, with arithmetic of its own: it shares no
 * line with the tariff that the mesh rates by.
 */

const OCTETS_PER_GIGABYTE = 1_000_000_000n;
const MICRO_PER_MINOR = 1_000_000n;
const BASIS_POINTS = 10_000n;

/** All in millionths of the minor unit. */
export interface ReckonedBill {
  /** By line id. */
  readonly customer: Readonly<Record<string, ReckonedLine>>;
  /** By provider, then by line id. */
  readonly suppliers: Readonly<Record<string, Readonly<Record<string, ReckonedLine>>>>;
  readonly net: bigint;
  readonly tax: bigint;
  readonly settlements: Readonly<Record<string, bigint>>;
  readonly margin: bigint;
  /** What rounding each line to whole cents gained from the customer and left with the suppliers. */
  readonly rounding: bigint;
}

export interface ReckonedLine {
  readonly exact: bigint;
  readonly amount: bigint;
  readonly octets: bigint;
  readonly records: number;
}

export interface ReckonedPeriod {
  readonly from: bigint;
  readonly until: bigint;
}

/** Reckons what a contract's parties owe for a period, from the two contracts and the usage batches that providers signed. */
export async function reckonBill(mesh: ScenarioMesh, contract: contracting.Contract, period: ReckonedPeriod): Promise<ReckonedBill> {
  const usage = await usageOf(mesh, contract, period);
  // Whose segments only stood by is owed nothing.
  const supplies = (await supplyContracts(mesh, contract.contractId)).filter(({ segments }) => segments.length > 0);
  const customer = linesOf(contract.prices, usage);
  const suppliers = Object.fromEntries(supplies.map(({ providerId, prices }) => [providerId, linesOf(prices, usage)]));
  const all = Object.values(suppliers).flatMap((lines) => Object.values(lines));
  const net = total(Object.values(customer), 'amount');
  return {
    customer,
    suppliers,
    net,
    tax: halfUp(net * BigInt(contract.taxBasisPoints), BASIS_POINTS * MICRO_PER_MINOR) * MICRO_PER_MINOR,
    settlements: Object.fromEntries(Object.entries(suppliers).map(([providerId, lines]) => [providerId, total(Object.values(lines), 'amount')])),
    margin: total(Object.values(customer), 'exact') - total(all, 'exact'),
    rounding: net - total(Object.values(customer), 'exact') - (total(all, 'amount') - total(all, 'exact')),
  };
}

async function supplyContracts(mesh: ScenarioMesh, contractId: string): Promise<readonly contracting.SupplyContract[]> {
  const signed = await mesh.ledger.all('contracting.v1.SupplyContractSigned', uuidOf(contractId));
  return signed.map(({ data }) => contracting.SupplyContract.decode(data.contract.body));
}

type Octets = ReadonlyMap<string, readonly bigint[]>;

/** The octets of every record, by segment. A record that was sent twice counts once. */
async function usageOf(mesh: ScenarioMesh, { segments }: contracting.Contract, { from, until }: ReckonedPeriod): Promise<Octets> {
  const records = new Map<string, agent.UsageRecord>();
  for (const { data } of await mesh.ledger.all('billing.v1.UsageBatchAccepted')) {
    for (const record of agent.UsageBatch.decode(data.batch.body).records) records.set(`${data.providerId}~${record.recordId}`, record);
  }
  const within = [...records.values()].filter((record) => record.from >= from && record.until <= until);
  return new Map(segments.map(({ segmentId }) => [segmentId, within.filter((record) => record.segmentId === segmentId).map(({ octets }) => octets)]));
}

function linesOf(prices: readonly contracting.PriceRule[], usage: Octets): Readonly<Record<string, ReckonedLine>> {
  return Object.fromEntries(
    prices.flatMap(({ segmentId, monthlyRecurring, perGigabyte }) => {
      const octets = usage.get(segmentId) ?? [];
      const charges = octets.map((each) => halfUp(perGigabyte.microMinor * each, OCTETS_PER_GIGABYTE));
      const used = charges.reduce((sum, charge) => sum + charge, 0n);
      return [
        [`${segmentId}/recurring`, line(monthlyRecurring.microMinor, 0n, 0)],
        [`${segmentId}/usage`, line(used, octets.reduce((sum, each) => sum + each, 0n), octets.length)],
      ];
    }),
  );
}

const line = (exact: bigint, octets: bigint, records: number): ReckonedLine => ({ exact, amount: halfUp(exact, MICRO_PER_MINOR) * MICRO_PER_MINOR, octets, records });

/** No figure here is negative, so that half up is half away from zero. */
const halfUp = (numerator: bigint, denominator: bigint): bigint => (2n * numerator + denominator) / (2n * denominator);

const total = (lines: readonly ReckonedLine[], of: 'exact' | 'amount'): bigint => lines.reduce((sum, each) => sum + each[of], 0n);

/** A document's lines in the shape of the reckoned ones. */
export const asReckoned = (lines: readonly billing.BillLine[]): Readonly<Record<string, ReckonedLine>> =>
  Object.fromEntries(
    lines.map(({ lineId, kind, exactAmount, amount, quantity, records }) => [
      lineId,
      { exact: exactAmount.microMinor, amount: amount.microMinor, octets: kind === 'recurring' ? 0n : quantity, records },
    ]),
  );
