import type { Position } from '@carriermesh/platform-ledger';
import { agent, inboundSubject } from '@carriermesh/wire';
import type { SimulatedMesh } from '../mesh/simulated-mesh.js';
import type { MachineProcess } from '../world/machine-process.js';
import type { Random } from '../world/random.js';

const ASKS_EVERY_MS = 2_000;
const PATIENCE_MS = 1_500;
const MOST_TOGETHER = 5;

/** A segment as the agent remembers it: one that it never had names no resources. */
interface Carried {
  readonly request: Pick<agent.ActivateSegmentRequest, 'contractId' | 'contractSha256' | 'resourceIds'>;
  readonly state: 'active' | 'released';
}

/** An answer that an agent has put on record. */
export interface Registered {
  readonly providerId: string;
  readonly contractId: string;
  readonly contractSha256: Uint8Array;
  readonly outcome: agent.SupplyAnswer['outcome'];
  /** What the ledger held when it was asked for. */
  readonly tip: Position;
}

/** Asks the mesh what the provider sold, as its agent does: several contracts with a question, and again when the last segment of one has gone or one has come back. */
export class Purchases {
  readonly registered: Registered[] = [];
  private readonly wasActive = new Map<string, boolean>();
  private readonly chance: Random;

  constructor(
    private readonly mesh: SimulatedMesh,
    private readonly providerId: string,
    private readonly segments: ReadonlyMap<string, Carried>,
  ) {
    this.chance = mesh.world.random(`purchases ${providerId}`);
  }

  get isIdle(): boolean {
    return this.due.size === 0;
  }

  async run(process: MachineProcess): Promise<void> {
    for (;;) {
      await new Promise<void>((resolve) => process.after(ASKS_EVERY_MS, resolve));
      const asked = [...this.due].slice(0, this.chance.between(1, MOST_TOGETHER));
      const tip = this.mesh.database.tip();
      const answers = asked.length === 0 ? undefined : await this.ask(process, asked.map(([contractId]) => contractId)).catch(() => undefined);
      for (const [contractId, { contractSha256, isActive }] of asked) {
        const outcome = answers?.get(contractId);
        if (!outcome) continue;
        this.wasActive.set(contractId, isActive);
        this.registered.push({ providerId: this.providerId, contractId, contractSha256, outcome, tip });
      }
    }
  }

  private async ask(process: MachineProcess, [contractId = '', ...furtherContractIds]: readonly string[]): Promise<ReadonlyMap<string, Registered['outcome']>> {
    const context = { actor: `provider:${this.providerId}`, correlationId: contractId, causationId: contractId };
    const body = agent.SupplyQuestion.encode({ contractId, furtherContractIds });
    const { outcome, further } = agent.SupplyReply.decode(await this.mesh.network.exchange(process, { subject: inboundSubject(this.providerId, 'supply'), body, context, timeoutMs: PATIENCE_MS }));
    return new Map([...further.map((answer) => [answer.contractId, answer.outcome] as const), [contractId, outcome]]);
  }

  private get due(): ReadonlyMap<string, { readonly contractSha256: Uint8Array; readonly isActive: boolean }> {
    const due = new Map<string, { readonly contractSha256: Uint8Array; readonly isActive: boolean }>();
    for (const { request: { contractId, contractSha256, resourceIds }, state } of this.segments.values()) {
      if (resourceIds.length > 0) due.set(contractId, { contractSha256, isActive: state === 'active' || (due.get(contractId)?.isActive ?? false) });
    }
    for (const [contractId, { isActive }] of due) if (this.wasActive.get(contractId) === isActive) due.delete(contractId);
    return due;
  }
}
