import { common } from '@carriermesh/wire';
import type { NatsBus } from '@carriermesh/platform-bus';
import { TREE_HEAD_SUBJECT } from '@carriermesh/platform-chassis';
import { headIn } from '@carriermesh/platform-evidence';
import type { Envelope } from '@carriermesh/platform-signing';

export type Head = Envelope;

/** Every head of the ledger's tree that this process was handed, beside receipts or on the bus: the same one once. */
export class HandedHeads {
  private readonly bySignature = new Map<string, Head>();
  private newestPosition = 0n;

  readonly take = (head: Head): void => {
    this.bySignature.set(Buffer.from(head.signature).toString('base64'), head);
    const position = headIn(head.body)?.position ?? 0n;
    if (position > this.newestPosition) this.newestPosition = position;
  };

  get all(): readonly Head[] {
    return [...this.bySignature.values()];
  }

  covers(position: bigint): boolean {
    return this.newestPosition >= position;
  }

  /** Until the returned function is called. */
  follow(bus: NatsBus): () => void {
    return bus.hear(TREE_HEAD_SUBJECT, (_, body) => this.take(common.SignedEnvelope.decode(body)));
  }
}
