import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMONSTRATION_BUYER, readToken } from '@carriermesh/operator-commands';
import { MAX_RESTARTS_PER_MINUTE } from '@carriermesh/operator-home';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import { billing } from '@carriermesh/wire';
import { activeService, statementOf, type ActiveService } from './active-service.js';
import { reportDead } from './dead-segment.js';
import { inUse, inventoryOf, oversold } from './inventory.js';
import { segmentHistories } from './journals.js';
import { differing, type Problems } from './order-checks.js';
import { LONDON, NEW_YORK, orderBody } from './orders.js';
import { eventually } from './patience.js';
import { returned, wellAgain } from './return.js';
import { ScenarioMesh } from './scenario-mesh.js';

/** Longer than the notice, and than a line stays suspected: the next life finds the exchange as the first one did. */
const NOTICE_NS = 2n * NANOS_PER_DAY;
/** What runs beside a phase (views, bills, bookmarks, heads of the tree) passes its failpoints a while after the phase ends. */
const AFTERWARDS_MS = 30_000;
const RETURN_LIMIT_MS = 60_000;
const ASK_LIMIT_MS = 2_000;
/** In which restarts are counted, and the longest wait before one. */
const BUDGET_MS = 65_000;
/** Neither an answer nor a refusal: the process that is asked is being started again. */
const AWAY = new Set([409, 429, 500, 502, 503, 504]);

export const PHASES = ['activation', 'modification', 'failover', 'return', 'termination'] as const;
export type Phase = (typeof PHASES)[number];

/** In which phases each process passes each of its failpoints for certain. What is passed while a mesh begins, or when a party is forgotten, is elsewhere. */
export const LIVES: Readonly<Record<string, readonly Phase[]>> = {
  ...everywhere('advertising', ['append-before-commit', 'append-sent', 'append-after-commit', 'reply-before-send', 'reply-after-send']),
  ...everywhere('provisioning', ['append-before-commit', 'append-sent', 'append-after-commit', 'process-after-input', 'process-after-effect']),
  ...everywhere('provider-agent', ['journal-before-write', 'journal-after-write', 'reply-before-send', 'reply-after-send']),
  'relay:relay-before-acks': PHASES,
  'relay:relay-after-acks': PHASES,
  'relay:tree-before-head': ['modification', 'termination'],
  'provider-agent:segment-before-journal': ['activation', 'failover', 'return'],
  'provider-agent:adjustment-before-journal': ['modification'],
  'provider-agent:receipt-before-keeping': ['termination'],
  'provisioning:adjustment-after-capacity': ['modification'],
  'provisioning:adjustment-before-record': ['modification'],
  'provisioning:reroute-bought-ahead': ['failover'],
  'provisioning:reroute-before-segments': ['failover'],
  'provisioning:revert-looked-back': ['return'],
  'provisioning:process-at-deadline': ['return', 'termination'],
  'contracting:append-before-commit': ['activation', 'modification', 'termination'],
  'contracting:append-sent': ['activation', 'modification', 'termination'],
  'contracting:append-after-commit': ['activation', 'modification', 'termination'],
  'contracting:process-after-input': ['activation', 'termination'],
  'contracting:process-after-effect': ['activation', 'termination'],
  'billing:append-before-commit': ['activation', 'termination'],
  'billing:append-sent': ['activation', 'termination'],
  'billing:append-after-commit': ['activation', 'termination'],
  'billing:process-after-input': ['activation', 'termination'],
  'monitoring:append-before-commit': ['failover', 'return'],
  'monitoring:append-sent': ['failover', 'return'],
  'monitoring:append-after-commit': ['failover', 'return'],
  'monitoring:reply-before-send': ['failover', 'return'],
  'monitoring:reply-after-send': ['failover', 'return'],
  'monitoring:view-before-commit': ['failover', 'return'],
  'monitoring:view-after-commit': ['failover', 'return'],
  'monitoring:reaction-before-bookmark': ['failover', 'return', 'termination'],
};

/** Of each process in turn, so that none waits for room to be started again while others would not. */
export function inTurns(lives: Readonly<Record<string, readonly Phase[]>>): readonly (readonly [string, readonly Phase[]])[] {
  const turnOf = new Map<string, number>();
  return Object.entries(lives)
    .map((life) => {
      const turn = turnOf.get(processOf(life[0])) ?? 0;
      turnOf.set(processOf(life[0]), turn + 1);
      return { life, turn };
    })
    .sort((one, other) => one.turn - other.turn)
    .map(({ life }) => life);
}

function everywhere(process: string, names: readonly string[]): Readonly<Record<string, readonly Phase[]>> {
  return Object.fromEntries(names.map((name) => [`${process}:${name}`, PHASES]));
}

export interface KilledLife {
  /** In which phases a process killed itself. */
  readonly killedIn: readonly Phase[];
  readonly problems: Problems;
}

/** A mesh on which services live from their orders to their ends, one after the other, each with a failpoint that acts in every phase of its life. */
export class KilledLives {
  private lives = 0;
  private readonly kills: { readonly process: string; readonly atMs: number }[] = [];

  private constructor(
    readonly mesh: ScenarioMesh,
    private readonly directory: string,
  ) {}

  static async launch(): Promise<KilledLives> {
    const directory = mkdtempSync(join(tmpdir(), 'carriermesh-lives-'));
    try {
      return new KilledLives(await ScenarioMesh.launch({ failpoint: `@${fileIn(directory)}` }), directory);
    } catch (error) {
      rmSync(directory, { recursive: true });
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.mesh.stop();
    rmSync(this.directory, { recursive: true });
  }

  /** @param failpoint with its process, and without an action: `provisioning:append-sent` */
  async live(failpoint: string, phases: readonly Phase[]): Promise<KilledLife> {
    const killedIn: Phase[] = [];
    const during = async <T>(phase: Phase, work: () => Promise<T>): Promise<T> => {
      if (!phases.includes(phase)) return work();
      this.arm(failpoint);
      const done = await work();
      if (await this.hasActed()) {
        killedIn.push(phase);
        this.kills.push({ process: processOf(failpoint), atMs: performance.now() });
      }
      return done;
    };
    this.lives += 1;
    await this.peaceFor(processOf(failpoint), phases.length);
    const life = new Life(this.mesh, `life-${this.lives}`);
    const service = await during('activation', () => life.begin());
    await during('modification', () => life.widen(service));
    await during('failover', () => life.move(service));
    await during('return', () => life.comeBack(service));
    await life.give(service);
    await during('termination', () => life.end(service));
    return { killedIn, problems: await life.problems(service) };
  }

  /** A process that ends more often than its supervisor allows in a minute stays down: each life leaves the next one room for its kills. */
  private async peaceFor(process: string, kills: number): Promise<void> {
    const lately = (): number => this.kills.filter((kill) => kill.process === process && performance.now() - kill.atMs < BUDGET_MS).length;
    await eventually(`room for ${kills} restarts of ${process}`, async () => (lately() + kills <= MAX_RESTARTS_PER_MINUTE ? true : undefined));
  }

  private arm(failpoint: string): void {
    writeFileSync(fileIn(this.directory), failpoint);
  }

  /** What does not come within a while is called off. */
  private async hasActed(): Promise<boolean> {
    const file = fileIn(this.directory);
    const acted = await eventually('the failpoint', async () => (existsSync(file) ? undefined : true), AFTERWARDS_MS).catch(() => false);
    if (!acted) rmSync(file, { force: true });
    return acted;
  }
}

const processOf = (failpoint: string): string => failpoint.slice(0, failpoint.indexOf(':'));
const fileIn = (directory: string): string => join(directory, 'failpoint');

/** One service's. Each step returns when it is done as far as its buyer and its providers are concerned, however often it had to be taken up again. */
class Life {
  constructor(
    private readonly mesh: ScenarioMesh,
    private readonly name: string,
  ) {}

  begin(): Promise<ActiveService> {
    return activeService(this.mesh, orderBody({ requestId: this.name, from: LONDON, to: NEW_YORK, mbps: 10, objective: 'latency', revert: { waitSeconds: 300 } }));
  }

  async widen({ contract, uuid }: ActiveService): Promise<void> {
    await this.post(contract.contractId, 'bandwidth', { requestId: `${this.name}-wider`, mbps: 25 });
    await eventually('the wider service', async () => ((await this.mesh.ledger.all('contracting.v1.ServiceChangeCompleted', uuid)).length === 1 ? true : undefined));
  }

  async move({ contract, uuid }: ActiveService): Promise<void> {
    const { ledger, home } = this.mesh;
    const [dead] = contract.segments;
    const [started] = await ledger.all('provisioning.v1.ActivationStarted', uuid);
    if (!dead || !started) throw new Error(`the contract ${contract.contractId} was not activated`);
    await eventually('the alarm', async () => {
      // Nobody may have answered: said again, it is the same window.
      await reportDead(this.mesh, dead, started.data.serviceStartAt, ASK_LIMIT_MS).catch(() => undefined);
      return (await ledger.all('monitoring.v1.SegmentImpaired', uuid)).length > 0 ? true : undefined;
    });
    const { leftSegmentIds } = await eventually('the move', async () => (await ledger.all('provisioning.v1.ServiceRerouted', uuid))[0]?.data);
    await eventually('the release of what it left', async () => (leftSegmentIds.every((id) => segmentHistories(home, uuid).get(id)?.released === 1) ? true : undefined));
  }

  async comeBack({ uuid }: ActiveService): Promise<void> {
    await wellAgain(this.mesh, uuid);
    await returned(this.mesh, uuid);
  }

  async give({ contract, uuid }: ActiveService): Promise<void> {
    await this.post(contract.contractId, 'termination', { requestId: `${this.name}-over`, reason: 'the trial is over' });
    await eventually('the agreed end', async () => ((await this.mesh.ledger.all('provisioning.v1.TeardownScheduled', uuid)).length > 0 ? true : undefined));
  }

  async end(service: ActiveService): Promise<void> {
    await this.mesh.launched.hands.advance(NOTICE_NS);
    await eventually('the end of the contract', async () => ((await this.mesh.ledger.all('contracting.v1.ContractTerminated', service.uuid)).length > 0 ? true : undefined));
    await statementOf(this.mesh, service, 1);
  }

  /** I1, I5, and money for what was carried alone. */
  async problems(service: ActiveService): Promise<Problems> {
    const { ledger, home } = this.mesh;
    const { uuid, contract } = service;
    const inventory = await eventually('the return of all capacity', async () => {
      const found = await inventoryOf(this.mesh);
      return Object.keys(inUse(found)).length === 0 ? found : undefined;
    }, RETURN_LIMIT_MS).catch(() => inventoryOf(this.mesh));
    const moves = await ledger.all('provisioning.v1.ServiceRerouted', uuid);
    const used = [...contract.segments.map(({ segmentId }) => segmentId), ...moves.flatMap(({ data }) => data.segmentIds)];
    return [
      ...differing('steps of the service', await ledger.counts('provisioning.v1.Service', uuid), {
        'provisioning.v1.ServiceActivated': 1, 'provisioning.v1.ServiceCapacityResized': 1, 'provisioning.v1.ServiceChangeAwaited': 1, 'provisioning.v1.ServiceChangeStarted': 1, 'provisioning.v1.ServiceChanged': 1,
        'provisioning.v1.ServiceImpairmentEnded': 1, 'provisioning.v1.ServiceRerouted': 2, 'provisioning.v1.ServiceTerminated': 1,
      }),
      ...differing('ways back', await ledger.counts('provisioning.v1.RevertStarted', uuid), { 'provisioning.v1.RevertStarted': 1 }),
      ...differing('ways back that were in vain', await ledger.counts('provisioning.v1.RevertFailed', uuid), {}),
      ...differing('ends of the contract', await ledger.counts('contracting.v1.ContractTerminated', uuid), { 'contracting.v1.ContractTerminated': 1 }),
      ...differing('what the providers did', Object.fromEntries(segmentHistories(home, uuid)), Object.fromEntries(used.map((id) => [id, { activated: 1, released: 1 }]))),
      ...differing('what is in use', inUse(inventory), {}),
      ...differing('resources given away twice', oversold(inventory), []),
      ...(await this.billing(service)),
    ];
  }

  private async billing(service: ActiveService): Promise<Problems> {
    const { contractId } = service.contract;
    const { invoice, balance } = await statementOf(this.mesh, service, 1);
    const [scheduled] = await this.mesh.ledger.all('provisioning.v1.TeardownScheduled', service.uuid);
    const { invoices } = await this.mesh.ask(billing.ListInvoices, { buyerId: DEMONSTRATION_BUYER, contractId, limit: 100 });
    return [
      ...differing('the end of its last bill', invoice.periodUntil, scheduled?.data.endsAt),
      ...differing('its bills', invoices.length, 1),
      ...differing('the balance', balance.customer.microMinor, balance.settlements.microMinor + balance.margin.microMinor + balance.tax.microMinor + balance.rounding.microMinor),
    ];
  }

  /** The same request is the same change, however often it is made. */
  private async post(contractId: string, what: string, body: object): Promise<void> {
    const { launched, home } = this.mesh;
    const request = { method: 'POST', headers: { authorization: `Bearer ${readToken(home)}`, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    await eventually(`the answer about the ${what} of ${contractId}`, async () => {
      const answer = await fetch(`${launched.apiUrl}/v1/contracts/${contractId}/${what}`, request);
      if (answer.ok) return true;
      if (AWAY.has(answer.status)) return undefined;
      throw new Error(`the ${what} of ${contractId} was answered with ${answer.status}: ${await answer.text()}`);
    });
  }
}
