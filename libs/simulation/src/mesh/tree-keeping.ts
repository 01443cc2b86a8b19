import { TREE_HEAD_SUBJECT } from '@carriermesh/platform-chassis';
import { TreeKeeper, type KeeperOptions, type StoredHead, type TreeGrowth } from '@carriermesh/platform-evidence';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Envelope, SigningKey } from '@carriermesh/platform-signing';
import type { Logger } from '@carriermesh/platform-telemetry';
import { common } from '@carriermesh/wire';
import type { MachineProcess } from '../world/machine-process.js';
import { roundTrip } from './round-trip.js';
import type { SimulatedMesh } from './simulated-mesh.js';

/** A head stands for everything of this time: each costs every instance of every service a verification. After a start it comes sooner. */
const HEAD_GAP_MS = 15_000;
const FIRST_HEAD_MS = 5_000;

/** The tree's keeper, with its tables in memory, and every head that it told anybody. */
export class TreeKeeping {
  readonly told: Envelope[] = [];
  private head: StoredHead | undefined;

  constructor(
    private readonly mesh: SimulatedMesh,
    private readonly key: SigningKey,
  ) {}

  /** @param ledger as who comes behind the relay reads it */
  async run(process: MachineProcess, log: Logger, ledger: KeeperOptions['ledger']): Promise<void> {
    const weather = this.mesh.weatherOf(process);
    const store = {
      newestHead: () => roundTrip(process, weather, () => this.head),
      leavesFrom: () => roundTrip(process, weather, () => 0),
      grow: (growth: TreeGrowth) => roundTrip(process, weather, () => this.grow(growth)),
    };
    const { world, network } = this.mesh;
    const tell = (head: Envelope): void => {
      this.told.push(head);
      network.tell(process, TREE_HEAD_SUBJECT, common.SignedEnvelope.encode(head));
    };
    const keeper = new TreeKeeper({ ledger, store, key: this.key, log, tell, timers: process, now: () => world.machineTime() });
    for (let waitMs = FIRST_HEAD_MS; ; waitMs = HEAD_GAP_MS) {
      await new Promise<void>((resolve) => process.after(waitMs, resolve));
      await keeper.extend().catch((error: unknown) => {
        if (!(error instanceof OperationalError) || !error.retryable) throw error;
      });
    }
  }

  private grow({ from, head }: TreeGrowth): void {
    if (from !== (this.head?.size ?? 0n)) throw new OperationalError('unavailable', 'another keeper was here first');
    this.head = head;
  }
}
