import { beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY, NANOS_PER_HOUR } from '@carriermesh/kernel';
import { type billing, contracting, type provisioning } from '@carriermesh/wire';
import { activeService, contractedResources, statementOf, type ActiveService } from './active-service.js';
import { type Answered, answerTo } from './answers.js';
import { audited } from './audited-bills.js';
import { runCommand } from './command.js';
import { eur, formatsStated } from './formats.js';
import { type Inventory, inventoryOf } from './inventory.js';
import { orderBody } from './orders.js';
import { eventually } from './patience.js';
import { expectAllReplayed } from './replay.js';
import { STEP_LIMIT_MS, type ScenarioMesh } from './scenario-mesh.js';

/** Of ten Mbit/s one travels. */
const CODEC = { id: 'h265', bandwidthPpm: 100_000, pricePpm: 900_000, monthly: eur('5'), addsNs: 4_000_000n };
const [ORDERED, CARRIED, LESS] = [995, 100, { mbps: 701, travels: 71 }];
const SUPPLIERS = ['Skerry', 'Tower'];

type Side = 'customer' | 'supplier';

/** A service in a format over two networks. */
class FormattedService {
  private constructor(
    readonly mesh: ScenarioMesh,
    readonly service: ActiveService,
    /** Before it was ordered. */
    private readonly before: Inventory,
  ) {}

  static async of(mesh: ScenarioMesh): Promise<FormattedService> {
    await formatsStated(mesh, CODEC);
    const before = await inventoryOf(mesh);
    const asked = { from: { city: 'Reykjavik' }, to: { city: 'Klaksvik' }, mbps: ORDERED, requestId: 'to-be-changed', device: { codecs: ['h265'], media: ['cellular'] } };
    return new FormattedService(mesh, await activeService(mesh, orderBody(asked)), before);
  }

  /** What can travel at the most, by the capacity of its narrowest resource beside what others have. */
  get most(): number {
    return Math.min(...this.resourceIds.map((id) => (this.before.get(id)?.capacityMbps ?? 0) - (this.before.get(id)?.committedMbps ?? 0)));
  }

  told = async (): Promise<Answered> => (await answerTo(this.mesh, this.path())).json;
  ask = (mbps: number) => answerTo(this.mesh, this.path('/bandwidth'), { requestId: `to-${mbps}`, mbps });

  async change(mbps: number, end: 'completed' | 'rejected'): Promise<void> {
    await this.mesh.launched.hands.advance(NANOS_PER_DAY + 7n * NANOS_PER_HOUR);
    expect((await this.ask(mbps)).status).toBe(202);
    const state = await eventually(`the end of the change to ${mbps}`, async () => {
      const is = (await this.told()).changes?.find((each) => each.mbps === mbps)?.state;
      return is === 'in-progress' ? undefined : is;
    });
    expect([mbps, state]).toEqual([mbps, end]);
  }

  /** Of each of its resources, beside what others have. */
  async committed(): Promise<readonly number[]> {
    const now = await inventoryOf(this.mesh);
    return this.resourceIds.map((id) => (now.get(id)?.committedMbps ?? 0) - (this.before.get(id)?.committedMbps ?? 0));
  }

  /** By segment, as they were contracted. */
  async prices(): Promise<Record<Side, ReadonlyMap<string, bigint>>> {
    const monthly = (rules: readonly contracting.PriceRule[]) => rules.map(({ segmentId, monthlyRecurring }) => [segmentId, monthlyRecurring.microMinor] as const);
    const supplied = (await this.mesh.ledger.all('contracting.v1.SupplyContractSigned', this.service.uuid)).map(({ data }) => contracting.SupplyContract.decode(data.contract.body));
    expect(supplied.map(({ mbps }) => mbps)).toEqual(SUPPLIERS.map(() => CARRIED));
    return { customer: new Map(monthly(this.service.contract.prices)), supplier: new Map(supplied.flatMap(({ prices }) => monthly(prices))) };
  }

  private get resourceIds(): readonly string[] {
    return contractedResources(this.service).map(({ resourceId }) => resourceId);
  }

  private path(rest = ''): string {
    return `/v1/contracts/${this.service.contract.contractId}${rest}`;
  }
}

/** Worked out by hand: each figure's price for its nanoseconds of the month; what has one price is one part, rounded once. */
function dueOf(side: Side, contracted: bigint, { invoice: { periodFrom, periodUntil }, changes }: { readonly invoice: billing.Invoice; readonly changes: readonly provisioning.ServiceChanged[] }): bigint {
  const half = (part: bigint, whole: bigint): bigint => (2n * part + whole) / (2n * whole);
  const figure = ({ mbps, orderedMbps = ORDERED }: provisioning.ServiceShape): bigint =>
    side === 'customer' ? half(contracted * BigInt(orderedMbps), BigInt(ORDERED)) : half(contracted * BigInt(mbps), BigInt(CARRIED));
  const times = [periodFrom, ...changes.map(({ changedAt }) => changedAt), periodUntil];
  const byPrice = new Map<bigint, bigint>();
  for (const [index, shape] of [changes[0]!.from, ...changes.map(({ to }) => to)].entries()) byPrice.set(figure(shape), (byPrice.get(figure(shape)) ?? 0n) + times[index + 1]! - times[index]!);
  return [...byPrice].reduce((sum, [price, ns]) => sum + half(price * ns, periodUntil - periodFrom), 0n);
}

const recurringOf = (lines: readonly billing.BillLine[]) => lines.filter(({ kind }) => kind === 'recurring').map(({ segmentId, exactAmount }) => [segmentId, exactAmount.microMinor]);

/** Scenarios about a service that is carried in a format over two networks, and whose bandwidth is changed four times in a month. */
export function changedInFormat(story: () => ScenarioMesh): void {
  describe('a service in a format whose bandwidth is changed', () => {
    let formatted: FormattedService;
    let done: readonly { readonly mbps: number; readonly travels: number }[];
    let changes: readonly provisioning.ServiceChanged[];

    beforeAll(async () => {
      formatted = await FormattedService.of(story());
      const { mesh, service, most } = formatted;
      // For the second no more travels than for the first, and for the third one Mbit/s more than there is.
      done = [{ mbps: 10 * most - 9, travels: most }, { mbps: 10 * most, travels: most }, LESS];
      await formatted.change(10 * most - 9, 'completed');
      await formatted.change(10 * most, 'completed');
      await formatted.change(10 * most + 1, 'rejected');
      await formatted.change(LESS.mbps, 'completed');
      changes = (await mesh.ledger.all('provisioning.v1.ServiceChanged', service.uuid)).map(({ data }) => data);
    }, STEP_LIMIT_MS);

    it('S4-6 S0-10 carries by the exact share of its format what is ordered, and asks nobody for anything where as much travels', async () => {
      expect(formatted.service.contract.format?.carriedMbps).toBe(CARRIED);
      expect(changes.map(({ to, segmentIds }) => [to.orderedMbps, to.mbps, segmentIds.length])).toEqual(done.map(({ mbps, travels }, index) => [mbps, travels, index === 1 ? 0 : SUPPLIERS.length]));
      expect((await formatted.told()).changes?.[2]).toMatchObject({ mbps: 10 * formatted.most + 1, refusal: { code: 'no-capacity' } });
      await eventually('the capacity that is given back', async () => ((await formatted.committed()).every((mbps) => mbps === LESS.travels) ? true : undefined));
    }, STEP_LIMIT_MS);

    it('S4-9 is not sold below its floor: what formatting costs stays, however little is ordered', async () => {
      expect(await formatted.ask(1)).toMatchObject({ status: 422, json: { code: 'bandwidth-below-floor' } });
    });

    it('S0-10 keeps what the contract commits it to: half of what was ordered, and not of what it was widened to', async () => {
      const least = Math.ceil(ORDERED / 2);
      expect(await formatted.ask(least - 1)).toMatchObject({ status: 422, json: { code: 'bandwidth-below-commitment', facts: { asked_mbps: String(least - 1), least_mbps: String(least) } } });
    });

    it('S0-7 says in each version to its customer what is ordered and what travels, and to each supplier what travels', async () => {
      const { mesh, service: { uuid, contract: { contractId } } } = formatted;
      const versions = (await mesh.ledger.all('contracting.v1.ContractAmended', uuid)).map(({ data }) => contracting.ContractAmendment.decode(data.amendment.body).change);
      expect(versions).toMatchObject(done.map(({ mbps, travels }) => ({ bandwidth: { mbps, carriedMbps: travels } })));
      const supplied = (await mesh.ledger.all('contracting.v1.SupplyContractAmended', uuid)).map(({ data }) => contracting.SupplyContractAmendment.decode(data.amendment.body));
      const told = (provider: string) => supplied.filter(({ providerId }) => providerId === provider).map(({ version, change }) => [version, change.kind === 'bandwidth' && [change.bandwidth.mbps, change.bandwidth.carriedMbps]]);
      for (const provider of SUPPLIERS) expect(told(provider)).toEqual(done.map(({ travels }, index) => [index + 2, [travels, undefined]]));
      expect((await formatted.told()).amendments?.map(({ bandwidth }) => bandwidth)).toMatchObject(done.map(({ mbps, travels }) => ({ mbps, carriedMbps: travels })));
      const { stdout } = await runCommand('contract', 'show', contractId, '--home', mesh.home.directory);
      expect(stdout).toContain(`${LESS.mbps} Mbit/s, for which ${LESS.travels} travel, from `);
    }, STEP_LIMIT_MS);

    it('S4-6 S3-6 I3 M2 is billed by what was ordered and settled by what travelled, each for its time and to the unit, and comes out again from the ledger alone', async () => {
      const { mesh, service, service: { contract: { contractId, quoteId, segments } } } = formatted;
      await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
      const { invoice, settlements, balance } = await statementOf(mesh, service, 1);
      const prices = await formatted.prices();
      const due = (side: Side) => segments.map(({ segmentId }) => [segmentId, dueOf(side, prices[side].get(segmentId) ?? 0n, { invoice, changes })]);
      expect(recurringOf(invoice.lines)).toEqual(due('customer'));
      expect(settlements.flatMap(({ lines }) => recurringOf(lines)).sort()).toEqual(due('supplier').sort());
      expect(balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor).toBe(invoice.total.microMinor);
      expect((await audited(mesh)).bills.invoiceIds).toContain(invoice.invoiceId);
      await expectAllReplayed(mesh, invoice.invoiceId, { quoteId, contractId });
    }, STEP_LIMIT_MS);
  });
}
