import type { Envelope, SigningKey } from '@carriermesh/platform-signing';
import { keyOf } from '../mesh/ids.js';

interface Sealed {
  readonly party: string;
  readonly domain: string;
  readonly body: Uint8Array;
}

/** Every signature that was made in a run, with what it was made for. Whoever checks asks here, at a hundredth of what it takes to verify one. */
export class Seals {
  private readonly made = new Map<string, Sealed>();

  /** A party's key, whose signatures are remembered. */
  keyOf(party: string): SigningKey {
    const key = keyOf(party);
    const sign = (domain: string, body: Uint8Array): Uint8Array => {
      const signature = key.sign(domain, body);
      this.made.set(nameOf(signature), { party, domain, body: Uint8Array.from(body) });
      return signature;
    };
    return { ...key, sign };
  }

  /** Whether it was this party that signed exactly this body, as a statement of this kind. */
  isSealedBy(party: string, domain: string, { keyId, body, signature }: Envelope): boolean {
    const sealed = this.made.get(nameOf(signature));
    return sealed?.party === party && sealed.domain === domain && keyId === keyOf(party).keyId && Buffer.compare(sealed.body, body) === 0;
  }
}

const nameOf = (signature: Uint8Array): string => Buffer.from(signature).toString('latin1');
