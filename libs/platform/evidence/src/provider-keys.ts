import { bytesEqual } from '@carriermesh/kernel';
import { isSealedBy, type Envelope } from '@carriermesh/platform-signing';
import type { AnyEvent } from '@carriermesh/wire';

/** The keys that have spoken for providers up to a place in the ledger. */
export class SpokenKeys {
  private readonly keys = new Map<string, Uint8Array[]>();

  /** Takes events in ledger order. */
  take(event: AnyEvent): void {
    if (event.type !== 'advertising.v1.ProviderEnrolled' && event.type !== 'advertising.v1.ProviderKeyReplaced') return;
    const { providerId, publicKey } = event.data;
    this.keys.set(providerId, [...this.of(providerId), publicKey]);
  }

  of(providerId: string): readonly Uint8Array[] {
    return this.keys.get(providerId) ?? [];
  }

  has(providerId: string, publicKey: Uint8Array): boolean {
    return this.of(providerId).some((key) => bytesEqual(key, publicKey));
  }

  vouch(providerId: string, domain: string, envelope: Envelope): boolean {
    return this.of(providerId).some((key) => isSealedBy(key, domain, envelope));
  }

  get all(): readonly { readonly providerId: string; readonly publicKey: Uint8Array }[] {
    return [...this.keys].flatMap(([providerId, keys]) => keys.map((publicKey) => ({ providerId, publicKey })));
  }
}
