import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { unregistered, type PurchaseRegistered, type Unregistered } from '@carriermesh/agent-domain';
import { toHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { isSealedBy, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { agent, common, contracting } from '@carriermesh/wire';
import type { Courier, ProviderContext } from './courier.js';

/** Before each question, so that a thousand services that came up at once are asked for while others come up; what is wanted meanwhile is asked for together. */
const PACE_MS = 50;
/** Contracts that one question is for; more a mesh would leave out. */
const MAX_TOGETHER = 64;

/** Puts on record what the provider sold under each contract that it carries something of, by the seller's signature, and once more how it ended. */
export class Purchases {
  private registering: Promise<void> | undefined;
  private isWantedAgain = false;

  constructor(
    private readonly context: ProviderContext,
    private readonly courier: Pick<Courier, 'askSupply'>,
  ) {}

  /** Nobody waits for it: what the mesh does not answer now is asked for with the next call. */
  register(): void {
    this.isWantedAgain = true;
    this.registering ??= this.registerAll().finally(() => (this.registering = undefined));
  }

  async settled(): Promise<void> {
    await this.registering;
  }

  private async registerAll(): Promise<void> {
    while (this.isWantedAgain && (await this.isGoingOn())) {
      this.isWantedAgain = false;
      let due = unregistered(this.context.books.book);
      while (due.length > 0 && (await this.isGoingOn())) {
        const done = await this.registerSome(due.slice(0, MAX_TOGETHER));
        due = due.filter(({ contractId }) => !done.has(contractId));
      }
    }
  }

  /** False when the agent stops. */
  private async isGoingOn(): Promise<boolean> {
    const { stopping } = this.context;
    await sleep(PACE_MS, undefined, { signal: stopping }).catch(() => undefined);
    return !stopping.aborted;
  }

  /**
   * By one question and one write of the journal.
   * @returns contracts that are done with for now: those of which there was an answer, whatever it was; where there was none, the first of them, so that it is in nobody's way
   */
  private async registerSome(asked: readonly Unregistered[]): Promise<ReadonlySet<string>> {
    const [first = '', ...further] = asked.map(({ contractId }) => contractId);
    const answers = await this.courier.askSupply(first, further).catch((error: unknown) => this.putOff(error, [first]));
    if (!answers) return new Set([first]);
    const entries: PurchaseRegistered[] = [];
    for (const contract of asked) {
      entries.push(...this.verified(contract, answers.get(contract.contractId)));
      // A signature takes a tenth of a millisecond, and somebody may be waiting for a segment to come up.
      await nextTurn();
    }
    if (entries.length > 0) await this.context.books.record(...entries).catch((error: unknown) => this.putOff(error, entries.map(({ contractId }) => contractId)));
    return new Set(answers.keys());
  }

  private putOff(error: unknown, contractIds: readonly string[]): undefined {
    const { log, providerId, stopping } = this.context;
    if (!stopping.aborted) log.warn({ error, providerId, contractIds }, 'what was sold under contracts is not on record yet; it is asked for again');
  }

  /** Nothing where the mesh left the contract out, or told what can't be taken. */
  private verified({ contractId, contractSha256, isActive }: Unregistered, outcome: agent.SupplyReply['outcome'] | undefined): readonly PurchaseRegistered[] {
    if (!outcome) return [];
    try {
      if (outcome.kind === 'refused') throw new OperationalError('denied', `the mesh does not tell what was sold under ${contractId}: ${outcome.refused.message}`);
      this.verify({ contractId, contractSha256 }, outcome.supply);
      const { contract, amendments } = outcome.supply;
      const envelopesBase64 = [contract, ...amendments].map((envelope) => Buffer.from(common.SignedEnvelope.encode(envelope)).toString('base64'));
      return [{ type: 'purchase-registered', contractId, envelopesBase64, wasActive: isActive }];
    } catch (error) {
      this.putOff(error, [contractId]);
      return [];
    }
  }

  /**
   * The contract is the one that the provider's receipts name, and each later version names the one before: none can be left out, or put in.
   * @throws OperationalError `denied`
   */
  private verify({ contractId, contractSha256 }: Pick<Unregistered, 'contractId' | 'contractSha256'>, { contract, amendments }: agent.SupplyRecord): void {
    const { operatorPublicKey, providerId } = this.context;
    const denied = (why: string): OperationalError => new OperationalError('denied', `what the mesh says was sold under ${contractId} ${why}`);
    if (!isSealedBy(operatorPublicKey, SIGNED_AS.supplyContract, contract)) throw denied("is not signed by the mesh's operator");
    if (toHex(sha256(contract.body)) !== contractSha256) throw denied(`is not the contract of ${contractSha256}, which was counter-signed`);
    const terms = contracting.SupplyContract.decode(contract.body);
    if (terms.providerId !== providerId || terms.contractId !== contractId) throw denied(`is of ${terms.providerId} and ${terms.contractId}`);
    let before = contractSha256;
    for (const amendment of amendments) {
      if (!isSealedBy(operatorPublicKey, SIGNED_AS.supplyContractAmendment, amendment)) throw denied("has a version that is not signed by the mesh's operator");
      if (toHex(contracting.SupplyContractAmendment.decode(amendment.body).amendedSha256) !== before) throw denied('has a version that does not follow the one before');
      before = toHex(sha256(amendment.body));
    }
  }
}
