import { bytesEqual } from '@carriermesh/kernel';
import { holds } from '@carriermesh/platform-audit';
import { decodeEvent } from '@carriermesh/platform-chassis';
import type { SimulatedDatabase } from '@carriermesh/platform-ledger';
import { sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { common } from '@carriermesh/wire';
import type { ProviderAgent } from '../parties/provider-agent.js';
import type { Registered } from '../parties/purchases.js';
import type { Seals } from '../parties/seals.js';

/** I7: what a provider has on record of what it sold is what the ledger holds: the contract that it counter-signed, each later version that was there when it asked, and nothing else. */
export class Purchases {
  private readonly seen = new Map<ProviderAgent, number>();

  constructor(
    private readonly agents: ReadonlyMap<string, ProviderAgent>,
    private readonly database: SimulatedDatabase,
    private readonly seals: Seals,
  ) {}

  look(): void {
    for (const agent of this.agents.values()) {
      const { registered } = agent.purchases;
      const from = this.seen.get(agent) ?? 0;
      if (registered.length === from) continue;
      this.seen.set(agent, registered.length);
      for (const each of registered.slice(from)) this.isOnRecord(each);
    }
  }

  /** Providers that have yet to register something. */
  get unregistered(): readonly string[] {
    return [...this.agents.values()].flatMap(({ id, purchases }) => (purchases.isIdle ? [] : [`purchases of ${id}`]));
  }

  private isOnRecord({ providerId, contractId, contractSha256, outcome, tip }: Registered): void {
    if (outcome.kind === 'refused') return holds(false, 'I7', () => `${providerId} carries something of ${contractId}, and is told ${outcome.refused.code}`);
    const { contract, amendments } = outcome.supply;
    const events = this.database.stream(`supply-${contractId}-${providerId}`, 0).map(decodeEvent);
    const versions = events.flatMap(({ type, data, position }) =>
      type === 'contracting.v1.SupplyContractSigned' ? [{ envelope: data.contract, position }] : type === 'contracting.v1.SupplyContractAmended' ? [{ envelope: data.amendment, position }] : []);
    const told = [contract, ...amendments];
    const isOwn = bytesEqual(sha256(contract.body), contractSha256) && this.seals.isSealedBy('operator', SIGNED_AS.supplyContract, contract);
    holds(isOwn, 'I7', () => `${providerId} has a contract for ${contractId} that it did not counter-sign`);
    const isSame = told.every((envelope, version) => versions[version] !== undefined && bytesEqual(bytesOf(envelope), bytesOf(versions[version].envelope)));
    holds(isSame, 'I7', () => `${providerId} has another version of ${contractId} than the ledger`);
    const old = versions.filter(({ position }) => position <= tip).length;
    holds(told.length >= old, 'I7', () => `${providerId} asked for ${contractId} when it had ${old} versions, and has ${told.length}`);
  }
}

const bytesOf = (envelope: common.SignedEnvelope): Uint8Array => common.SignedEnvelope.encode(envelope);
