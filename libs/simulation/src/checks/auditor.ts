import { BillAudit, holds, Violation, type Check } from '@carriermesh/platform-audit';
import { decodeEvent } from '@carriermesh/platform-chassis';
import { LEDGER_START, type RecordedEvent } from '@carriermesh/platform-ledger';
import { sha256, SIGNED_AS, type Envelope } from '@carriermesh/platform-signing';
import { common } from '@carriermesh/wire';
import { PROVIDERS } from '../parties/market.js';
import type { Run } from '../run.js';
import { Bandwidths } from './bandwidths.js';
import { Capacity } from './capacity.js';
import { Changes } from './changes.js';
import { Formats } from './formats.js';
import { Leftovers } from './leftovers.js';
import { Media } from './media.js';
import { Moves } from './moves.js';
import { Networks } from './networks.js';
import { OrderOfEvents } from './order-of-events.js';
import { Origin } from './origin.js';
import { Prices } from './prices.js';
import { Promises } from './promises.js';
import { Purchases } from './purchases.js';
import { Replay } from './replay.js';
import { Sessions } from './sessions.js';
import { SilentAlternatives } from './silent-alternatives.js';
import { Splits } from './splits.js';
import { Tree } from './tree.js';
import { Windows } from './windows.js';

const EVERYTHING = 1_000_000;

/** Looks at the ledger and at what was handed out after every step, and at all of it together in the end. */
export class Auditor {
  readonly moves = new Moves();
  readonly audit: BillAudit;
  readonly promises: Promises;
  readonly changes = new Changes();
  readonly splits = new Splits();
  readonly formats = new Formats();
  readonly bandwidths = new Bandwidths();
  private readonly sessions = new Sessions(PROVIDERS);
  private readonly capacity = new Capacity();
  private readonly networks: Networks;
  private readonly purchases: Purchases;
  private readonly tree: Tree;
  private readonly replay: Replay;
  private readonly checks: readonly Check[];
  private at = LEDGER_START;
  private seen = 0;
  private receiptsSeen = 0;
  private readonly receiptBodies = new Map<string, string>();
  private ordersSeen = 0;
  private headsSeen = 0;
  private toldSeen = 0;

  constructor(private readonly run: Run) {
    this.audit = new BillAudit(run.mesh.operator.publicKey);
    this.promises = new Promises(this.moves, this.audit.course);
    this.networks = new Networks(run.agents, run.mesh.database);
    this.purchases = new Purchases(run.agents, run.mesh.database, run.mesh.seals);
    this.tree = new Tree(run.mesh.database.history, (head) => run.mesh.seals.isSealedBy('operator', SIGNED_AS.treeHead, head));
    this.replay = new Replay(run);
    const { capacity, moves, networks, promises } = this;
    this.checks = [new OrderOfEvents(), capacity, this.audit, new Origin(run.mesh.seals), new Prices(), this.changes, moves, promises, this.splits, this.formats, this.bandwidths, this.sessions, new SilentAlternatives(this.sessions), new Windows(), new Media(), new Leftovers({ promises, moves, capacity, networks }), this.replay];
  }

  get hasMet(): boolean {
    const { compensation, lateSuccess, expiredHold } = this.promises.met;
    return compensation && lateSuccess && expiredHold;
  }

  /**
   * @returns a promise where something is looked at that takes more than a moment, during which the world stands still
   * @throws Violation
   */
  look(): Promise<void> | undefined {
    const { mesh } = this.run;
    if (mesh.bugs.length > 0) throw new Violation('bug', mesh.bugs[0] as string);
    this.lookAtHandedOut();
    this.networks.look();
    this.purchases.look();
    const { history } = mesh.database;
    if (history.length !== this.seen || history.at(-1)?.position !== this.at) this.lookAtLedger();
    this.lookAtHeads();
    return this.replay.isDue ? this.replay.look() : undefined;
  }

  /** Whether every promise has come to its end, whoever waits for an operator calls for one, and no provider waits for a receipt. */
  isOver(): boolean {
    return this.unkept.length === 0 && this.unheard.length === 0 && this.run.handedOut.wishes.size === 0 && [...this.run.couriers.values()].every(({ isIdle }) => isIdle);
  }

  /** @throws Violation */
  async finish(isAtRest: boolean): Promise<void> {
    const { handedOut, couriers, agents } = this.run;
    this.callsAreHeard();
    holds(isAtRest, 'I13', () => `after the faults ended, these did not: ${[...this.unkept, ...this.run.handedOut.wishes, ...[...couriers].filter(([, { isIdle }]) => !isIdle).map(([id]) => `batches of ${id}`)].join(', ')}`);
    this.capacity.finish((holdId) => this.promises.isInForce(holdId), (holdId) => this.mbpsKeptBy(holdId));
    this.audit.finish(new Map([...couriers].map(([id, { presented }]) => [id, presented])));
    for (const [id, { segments }] of agents) {
      for (const [segmentId, { state, isSuspended, mbps, request }] of segments) {
        if (request.resourceIds.length > 0) this.splits.asked(request);
        const isUp = this.promises.isUpInNetwork(segmentId);
        holds(isUp === undefined || isUp === (state === 'active'), 'I5', () => `${segmentId} is ${state} at ${id}, and its contract ${isUp ? 'lives' : 'does not'}`);
        const contractId = `con_${segmentId.slice(4).replace(/-\d+$/, '')}`;
        holds(isUp !== true || isSuspended === this.changes.isSuspended(contractId), 'I5', () => `${segmentId} ${isSuspended ? 'carries nothing' : 'carries'} at ${id}, and its service is ${isSuspended ? 'not ' : ''}suspended`);
        holds(isUp !== true || mbps === this.changes.mbpsOf(contractId), 'I5', () => `${segmentId} has ${mbps} Mbit/s at ${id}, and its service ${this.changes.mbpsOf(contractId)}`);
      }
    }
    for (const { receipt } of handedOut.receipts) this.isOnRecord(receipt);
    this.tree.finish();
    await this.replay.finish();
    const met = this.promises.met;
    holds(this.hasMet, 'coverage', () => `the run met ${JSON.stringify(met)}, which is not enough`);
  }

  /** I5: what waits for an operator says so for as long as it does, and nothing else. */
  private callsAreHeard(): void {
    const { alarms } = this.run.mesh;
    const { called } = this.promises;
    const [unheard] = this.unheard;
    holds(unheard === undefined, 'I5', () => `${unheard} needs an operator, and nobody is called`);
    const other = alarms.find((alarm) => ![...called].some((contractId) => alarm.includes(contractId)));
    holds(other === undefined, 'I5', () => `an operator is called for what nobody put on record: ${other}`);
  }

  /** Contracts that wait for an operator whom nobody calls: for as long as whoever called was killed, and nobody has taken up what it left. */
  private get unheard(): readonly string[] {
    const { alarms } = this.run.mesh;
    return [...this.promises.calling].flatMap(([contractId, { size }]) => (size === 0 || alarms.some((alarm) => alarm.includes(contractId)) ? [] : [contractId]));
  }

  private get unkept(): readonly string[] {
    return [...this.promises.unkept, ...this.purchases.unregistered, ...this.changes.unkept, ...this.sessions.unheard, ...this.audit.supplierMonths.unsettled(this.run.world.meshTime())];
  }

  /** Of a hold that the service needs as it is now. */
  private mbpsKeptBy(holdId: string): number | undefined {
    const contractId = `con_${holdId.slice(holdId.indexOf('_') + 1).replace(/-f?\d+$/, '')}`;
    return /-f\d+$/.test(holdId) && this.moves.holdOf(contractId) !== holdId ? undefined : this.changes.mbpsOf(contractId);
  }

  private lookAtLedger(): void {
    const { database } = this.run.mesh;
    this.seen = database.history.length;
    const events = database.after(this.at, EVERYTHING);
    for (const event of events) this.take(event);
    this.tree.see(events);
  }

  /** After the ledger: who tells of a head has seen no more of it than is to be seen. */
  private lookAtHeads(): void {
    const { heads } = this.run.handedOut;
    const { told } = this.run.mesh.treeKeeping;
    for (; this.headsSeen < heads.length; this.headsSeen++) this.tree.told(heads[this.headsSeen] as Envelope);
    for (; this.toldSeen < told.length; this.toldSeen++) this.tree.told(told[this.toldSeen] as Envelope);
  }

  private take(event: RecordedEvent): void {
    const { type, stream, revision, position } = event;
    this.run.world.tell(`recorded ${position} ${stream} ${revision} ${type} ${Buffer.from(sha256(event.payload)).toString('hex', 0, 8)}`);
    const decoded = decodeEvent(event);
    for (const check of this.checks) check.take(decoded);
    this.at = position;
  }

  /** I7: nobody is told of anything that is not in the ledger by then. */
  private lookAtHandedOut(): void {
    const { intruder, handedOut } = this.run;
    holds(intruder.believed.length === 0, 'I6', () => `there is a receipt for ${intruder.believed[0]}`);
    const { receipts, orders, acceptances, declines, contradictions, disputes, endings } = handedOut;
    holds(contradictions.length === 0, 'I7', () => `the request ${contradictions[0]} was taken a second time, with other terms`);
    for (const { receipt } of receipts.slice(this.receiptsSeen)) {
      this.isOnRecord(receipt);
      this.isTheOnlyOne(receipt);
    }
    this.receiptsSeen = receipts.length;
    const told = orders.size + acceptances.size + declines.size + disputes.size + endings.size;
    if (told === this.ordersSeen) return;
    this.ordersSeen = told;
    const { database } = this.run.mesh;
    for (const contractId of endings) {
      holds(database.stream(`contract-${contractId}`, 0).some(({ type }) => type === 'contracting.v1.ContractAmended'), 'I7', () => `the end of ${contractId} was confirmed and is not in the ledger`);
    }
    for (const [disputeId, state] of disputes) {
      const ends = database.stream(`dispute-inv_${disputeId.slice('dis_'.length).replace(/-\d+$/, '')}`, 0).map(({ type }) => type);
      holds(ends.includes(state === 'withdrawn' ? 'billing.v1.DisputeWithdrawn' : 'billing.v1.DisputeSettled'), 'I7', () => `${disputeId} was said to be ${state}, and that is not in the ledger`);
    }
    for (const orderId of orders) holds(database.stream(`order-${orderId}`, 0).length > 0, 'I7', () => `${orderId} was acknowledged and is not in the ledger`);
    const answers = [['acceptance', acceptances, 'contracting.v1.QuoteAccepted'], ['decline', declines, 'contracting.v1.QuoteDeclined']] as const;
    for (const [answer, quoteIds, said] of answers)
      for (const quoteId of quoteIds)
        holds(database.stream(`quote-${quoteId}`, 0).some(({ type }) => type === said), 'I7', () => `the ${answer} of ${quoteId} was confirmed and is not in the ledger`);
  }

  /** A batch that is sent again has the same receipt, however much later. */
  private isTheOnlyOne(receipt: common.Receipt): void {
    const { providerId, batchId } = receipt;
    const name = `${providerId}/${batchId}`;
    const body = Buffer.from(common.Receipt.encode(receipt)).toString('base64');
    holds((this.receiptBodies.get(name) ?? body) === body, 'I2', () => `${providerId} has two receipts for ${batchId} that differ`);
    this.receiptBodies.set(name, body);
  }

  private isOnRecord({ providerId, batchId, position, bodySha256 }: common.Receipt): void {
    const { database } = this.run.mesh;
    const streams = [`provider-${providerId}`, `usagebatch-${providerId}~${batchId}`, `usagebatch-${providerId}-${batchId}`];
    const event = streams.flatMap((stream) => database.stream(stream, 0)).find((each) => each.position === position);
    const decoded = event && decodeEvent(event);
    const recorded = decoded?.type === 'advertising.v1.AdvertBatchAccepted' || decoded?.type === 'billing.v1.UsageBatchAccepted' ? decoded.data : undefined;
    const isSame = recorded?.batchId === batchId && Buffer.compare(recorded.bodySha256, bodySha256) === 0;
    holds(isSame, 'I7', () => `${providerId} has a receipt for ${batchId} at ${position}, where the ledger has ${event?.type ?? 'nothing'}`);
  }
}
