import { Injectable } from '@nestjs/common';
import { isSealedBy, type Envelope } from '@carriermesh/platform-signing';
import type { Fact, MemoryView } from './service.js';

/** Which key speaks for which provider, for every service that has to believe a provider. */
@Injectable()
export class ProviderKeys implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'provider-keys';
  readonly listens = ['advertising.v1.ProviderEnrolled', 'advertising.v1.ProviderKeyReplaced'] as const;
  private readonly keys = new Map<string, Uint8Array>();

  apply(event: Fact): void {
    if (event.type === 'advertising.v1.ProviderEnrolled' || event.type === 'advertising.v1.ProviderKeyReplaced') {
      this.keys.set(event.data.providerId, event.data.publicKey);
    }
  }

  /** Raw Ed25519 public key; `undefined` for a provider that was never enrolled. */
  keyOf(providerId: string): Uint8Array | undefined {
    return this.keys.get(providerId);
  }

  /** True when the provider's present key signed exactly this body under this domain. */
  vouches(providerId: string, domain: string, envelope: Envelope): boolean {
    const key = this.keys.get(providerId);
    return key !== undefined && isSealedBy(key, domain, envelope);
  }
}
