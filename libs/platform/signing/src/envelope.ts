import { keyIdOf, verifySignature, type SigningKey } from './ed25519.js';

/** The shape of `carriermesh.common.v1.SignedEnvelope`. */
export interface Envelope {
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
  readonly keyId: string;
}

/** The domains under which statements are signed; each is the full name of the message in the schema. */
export const SIGNED_AS = {
  advertBatch: 'carriermesh.advertising.v1.AdvertBatch',
  resourceOffer: 'carriermesh.advertising.v1.ResourceOffer',
  receipt: 'carriermesh.common.v1.Receipt',
  activationReceipt: 'carriermesh.agent.v1.ActivationReceipt',
  usageBatch: 'carriermesh.agent.v1.UsageBatch',
  measurementBatch: 'carriermesh.agent.v1.MeasurementBatch',
  sessionHeartbeat: 'carriermesh.agent.v1.SessionHeartbeat',
  quoteAcceptance: 'carriermesh.contracting.v1.QuoteAcceptance',
  contract: 'carriermesh.contracting.v1.Contract',
  supplyContract: 'carriermesh.contracting.v1.SupplyContract',
  contractAmendment: 'carriermesh.contracting.v1.ContractAmendment',
  supplyContractAmendment: 'carriermesh.contracting.v1.SupplyContractAmendment',
  treeHead: 'carriermesh.ledger.v1.TreeHead',
} as const;

export function sealEnvelope(key: Pick<SigningKey, 'keyId' | 'sign'>, domain: string, body: Uint8Array): Envelope {
  return { body, signature: key.sign(domain, body), keyId: key.keyId };
}

/** True when this key, under this domain, signed exactly this body. */
export function isSealedBy(publicKey: Uint8Array, domain: string, envelope: Envelope): boolean {
  return (
    envelope.keyId === keyIdOf(publicKey) &&
    verifySignature({ publicKey, domain, body: envelope.body, signature: envelope.signature })
  );
}
