import type { Bus } from '@carriermesh/platform-bus';
import { isSealedBy, SIGNED_AS, type Envelope } from '@carriermesh/platform-signing';
import { common, ledger } from '@carriermesh/wire';

/** Where the keeper of the ledger's tree tells every new head, and the newest one again and again. */
export const TREE_HEAD_SUBJECT = 'cm.sys.treehead';

/** The newest head of the ledger's tree that this process heard of. */
export class NewestHead {
  private newest: { readonly size: bigint; readonly envelope: Envelope } | undefined;

  /** @param operatorKey raw public key; what another key signed is not handed on */
  constructor(private readonly operatorKey: Uint8Array) {}

  get envelope(): Envelope | undefined {
    return this.newest?.envelope;
  }

  /** Listens until the returned function is called. */
  follow(bus: Pick<Bus, 'hear'>): () => void {
    return bus.hear(TREE_HEAD_SUBJECT, (_, body) => this.take(body));
  }

  private take(bytes: Uint8Array): void {
    try {
      const envelope = common.SignedEnvelope.decode(bytes);
      if (!isSealedBy(this.operatorKey, SIGNED_AS.treeHead, envelope)) return;
      const { size } = ledger.TreeHead.decode(envelope.body);
      if (this.newest === undefined || size > this.newest.size) this.newest = { size, envelope };
    } catch {
      // Whatever else is said on this subject is no head.
    }
  }
}
