import type { SignatureRefusal } from '@carriermesh/contracting-domain';
import { isSealedBy, keyIdOf, sha256, SIGNED_AS } from '@carriermesh/platform-signing';
import { type common, contracting } from '@carriermesh/wire';

/** What takes a quote, as the bytes to sign. It is made anew from what was offered, so nobody can sign, or be shown, anything else. */
export function acceptanceOf({ buyerId, orderId, quoteId, quote }: Pick<contracting.QuoteOffered, 'buyerId' | 'orderId' | 'quoteId' | 'quote'>): Uint8Array {
  const { terms } = contracting.Quote.decode(quote);
  return contracting.QuoteAcceptance.encode({ buyerId, orderId, quoteId, quoteSha256: sha256(quote), termsSha256: sha256(contracting.ServiceTerms.encode(terms)) });
}

export type Statement = { readonly kind: 'statement'; readonly statement?: common.SignedEnvelope } | { readonly kind: 'refused'; readonly refusal: SignatureRefusal };

/** The signed statement of an acceptance, by the buyer's rule: with a key it may sign, or must; without one it can't. */
export function statementOf(offered: contracting.QuoteOffered, signature: Uint8Array | undefined, key: contracting.BuyerKeyRegistered | undefined): Statement {
  const { buyerId, quoteId } = offered;
  if (!signature) return key?.mustSign ? { kind: 'refused', refusal: { code: 'signature-required', buyerId } } : { kind: 'statement' };
  if (!key) return { kind: 'refused', refusal: { code: 'buyer-key-unknown', buyerId } };
  const statement = { body: acceptanceOf(offered), signature, keyId: keyIdOf(key.publicKey) };
  return isSealedBy(key.publicKey, SIGNED_AS.quoteAcceptance, statement) ? { kind: 'statement', statement } : { kind: 'refused', refusal: { code: 'signature-invalid', buyerId, quoteId } };
}
