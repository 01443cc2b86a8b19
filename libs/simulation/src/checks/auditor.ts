import { replayInvoices } from '@carriermesh/billing-service';
import { replayQuote } from '@carriermesh/contracting-service';
import { searchAsOf } from '@carriermesh/paths-service';
import { BillAudit, holds, Violation, type Check } from '@carriermesh/platform-audit';
import { decodeEvent } from '@carriermesh/platform-chassis';
import { LEDGER_START, type Ledger, type RecordedEvent } from '@carriermesh/platform-ledger';
import { sha256 } from '@carriermesh/platform-signing';
import { createLogger } from '@carriermesh/platform-telemetry';
import { common } from '@carriermesh/wire';
import type { Run } from '../run.js';
import { Capacity } from './capacity.js';
import { Changes } from './changes.js';
import { Moves } from './moves.js';
import { OrderOfEvents } from './order-of-events.js';
import { Origin } from './origin.js';
import { Promises } from './promises.js';
import { Splits } from './splits.js';
import { checkHeads } from './tree.js';

const EVERYTHING = 1_000_000;
/** A replay reads the whole ledger: of the invoices and of the quotes of a run so many are chosen. */
const MAX_REPLAYED = 2;
/** So little that contracts with usage mostly wait for a walk of their own, and some with none or little are replayed together. */
const HELD_BYTES = 2_000;
const SILENT = createLogger({ service: 'auditor', level: 'silent' });

/** Looks at the ledger and at what was handed out after every step, and at all of it together in the end. */
export class Auditor {
  readonly moves = new Moves();
  readonly audit: BillAudit;
  readonly promises: Promises;
  readonly changes = new Changes();
  readonly splits = new Splits();
  private readonly capacity = new Capacity();
  private readonly checks: readonly Check[];
  private at = LEDGER_START;
  private seen = 0;
  private receiptsSeen = 0;
  private readonly receiptBodies = new Map<string, string>();
  private ordersSeen = 0;

  constructor(private readonly run: Run) {
    this.audit = new BillAudit(run.mesh.operator.publicKey);
    this.promises = new Promises(this.moves, this.audit.course);
    this.checks = [new OrderOfEvents(), this.capacity, this.audit, new Origin(), this.changes, this.moves, this.promises, this.splits];
  }

  get hasMet(): boolean {
    const { compensation, lateSuccess, expiredHold } = this.promises.met;
    return compensation && lateSuccess && expiredHold;
  }

  /** @throws Violation */
  look(): void {
    const { mesh } = this.run;
    if (mesh.bugs.length > 0) throw new Violation('bug', mesh.bugs[0] as string);
    this.lookAtHandedOut();
    const { history } = mesh.database;
    if (history.length === this.seen && history.at(-1)?.position === this.at) return;
    this.seen = history.length;
    for (const event of mesh.database.after(this.at, EVERYTHING)) this.take(event);
  }

  /** Whether every promise has come to its end and no provider waits for a receipt. */
  isOver(): boolean {
    return this.unkept.length === 0 && this.run.handedOut.wishes.size === 0 && [...this.run.couriers.values()].every(({ isIdle }) => isIdle);
  }

  /** @throws Violation */
  async finish(isAtRest: boolean): Promise<void> {
    const { mesh, handedOut, couriers, agents } = this.run;
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
    checkHeads([...handedOut.heads, ...mesh.treeKeeping.told], mesh.database.history, mesh.operator.publicKey);
    await this.replay();
    const met = this.promises.met;
    holds(this.hasMet, 'coverage', () => `the run met ${JSON.stringify(met)}, which is not enough`);
  }

  private get unkept(): readonly string[] {
    return [...this.promises.unkept, ...this.changes.unkept];
  }

  /** Of a hold that the service needs as it is now. */
  private mbpsKeptBy(holdId: string): number | undefined {
    const contractId = `con_${holdId.slice(holdId.indexOf('_') + 1).replace(/-f?\d+$/, '')}`;
    return /-f\d+$/.test(holdId) && this.moves.holdOf(contractId) !== holdId ? undefined : this.changes.mbpsOf(contractId);
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
    const { receipts, orders, acceptances, declines, contradictions, endings } = handedOut;
    holds(contradictions.length === 0, 'I7', () => `the request ${contradictions[0]} was taken a second time, with other terms`);
    for (const { receipt } of receipts.slice(this.receiptsSeen)) {
      this.isOnRecord(receipt);
      this.isTheOnlyOne(receipt);
    }
    this.receiptsSeen = receipts.length;
    const told = orders.size + acceptances.size + declines.size + endings.size;
    if (told === this.ordersSeen) return;
    this.ordersSeen = told;
    const { database } = this.run.mesh;
    for (const contractId of endings) {
      holds(database.stream(`contract-${contractId}`, 0).some(({ type }) => type === 'contracting.v1.ContractAmended'), 'I7', () => `the end of ${contractId} was confirmed and is not in the ledger`);
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

  /** I8: each invoice comes out again, to the byte, from what the parties signed; and reading it writes nothing. */
  private async replay(): Promise<void> {
    const { database, operator } = this.run.mesh;
    const before = database.history.length;
    const reading: Pick<Ledger, 'readAll' | 'readStream' | 'head'> = {
      readAll: async (after, limit) => database.after(after, limit),
      readStream: async (stream, from = 0) => database.stream(stream, from),
      head: async () => database.head(),
    };
    const chance = this.run.world.random('replays');
    const chosen = new Set(Array.from({ length: MAX_REPLAYED }, () => chance.pick(this.audit.bills.invoiceIds) ?? []).flat());
    const replayed = new Set<string>();
    for await (const report of replayInvoices(reading, [...chosen], { operatorKeys: [operator.publicKey], maxHeldBytes: HELD_BYTES })) {
      const { invoiceId } = report;
      replayed.add(invoiceId);
      const reasons = [...report.lines.flatMap((line) => line.reasons), ...report.documents].map((reason) => JSON.stringify(reason, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
      holds(report.found && report.identical, 'I8', () => `${invoiceId} is replayed to something else: ${reasons.join('; ')}`);
    }
    holds(replayed.size === chosen.size, 'I8', () => `${[...chosen].filter((invoiceId) => !replayed.has(invoiceId)).join()} was not replayed`);
    await this.replayQuotes(reading);
    holds(database.history.length === before, 'I8', () => 'a replay wrote to the ledger');
  }

  /** I8: the path search finds the same ways on the topology of a quote's revision, whatever the services were told late, twice or after a crash. */
  private async replayQuotes(reading: Pick<Ledger, 'readAll' | 'readStream' | 'head'>): Promise<void> {
    const offered = this.run.mesh.database.history.filter(({ type }) => type === 'contracting.v1.QuoteOffered');
    const chance = this.run.world.random('replayed quotes');
    for (const stream of new Set(Array.from({ length: MAX_REPLAYED }, () => chance.pick(offered)?.stream))) {
      if (stream === undefined) continue;
      const quoteId = stream.slice('quote-'.length);
      const replay = await replayQuote(reading, quoteId, { searchAgain: (question, revision) => searchAsOf(reading, { question, revision, log: SILENT }) });
      holds(replay.identical && replay.pathsFoundAgain !== undefined, 'I8', () => `${quoteId} is replayed to something else: ${JSON.stringify(replay.differences)}`);
    }
  }
}

