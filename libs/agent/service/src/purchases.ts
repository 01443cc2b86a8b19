import { setTimeout as sleep } from 'node:timers/promises';
import { unregistered, type Unregistered } from '@carriermesh/agent-domain';
import { toHex } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { isSealedBy, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { agent, common, contracting } from '@carriermesh/wire';
import type { Courier, ProviderContext } from './courier.js';

/** Between two questions: a thousand services that came up at once are asked for while others come up. */
const PACE_MS = 50;

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
    const { books, log, providerId, stopping } = this.context;
    while (this.isWantedAgain && !stopping.aborted) {
      this.isWantedAgain = false;
      for (const contract of unregistered(books.book)) {
        await sleep(PACE_MS, undefined, { signal: stopping }).catch(() => undefined);
        if (stopping.aborted) return;
        await this.registerOne(contract).catch((error: unknown) => {
          if (!stopping.aborted) log.warn({ error, providerId, contractId: contract.contractId }, 'what was sold under a contract is not on record yet; it is asked for again');
        });
      }
    }
  }

  private async registerOne({ contractId, contractSha256, isActive }: Unregistered): Promise<void> {
    const { outcome } = await this.courier.askSupply(contractId);
    if (outcome.kind === 'refused') throw new OperationalError('denied', `the mesh does not tell what was sold under ${contractId}: ${outcome.refused.message}`);
    const { contract, amendments } = outcome.supply;
    this.verify({ contractId, contractSha256 }, outcome.supply);
    const envelopesBase64 = [contract, ...amendments].map((envelope) => Buffer.from(common.SignedEnvelope.encode(envelope)).toString('base64'));
    await this.context.books.record({ type: 'purchase-registered', contractId, envelopesBase64, wasActive: isActive });
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
