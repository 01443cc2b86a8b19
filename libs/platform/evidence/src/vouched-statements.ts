import { keyIdOf, SIGNED_AS, type Envelope } from '@carriermesh/platform-signing';
import { advertising, type AnyEvent } from '@carriermesh/wire';

/** Something inside an event that a party signed, or that a hash beside it names. */
export interface Statement {
  /** For people: `supply contract`. */
  readonly what: string;
  readonly body: Uint8Array;
  /** The hash that stands beside it, where one does. */
  readonly statedSha256?: Uint8Array;
  /** Absent for what is only hashed. */
  readonly signed?: {
    /** A provider's id, or the operator. */
    readonly by: { readonly providerId: string } | 'operator';
    readonly domain: string;
    readonly signature: Uint8Array;
    /** Absent where the schema carries a signature without the name of its key. */
    readonly keyId?: string;
  };
}

/** What parties vouch for in an event; nothing for events that are the mesh's own word. */
export function statementsIn(event: AnyEvent): readonly Statement[] {
  switch (event.type) {
    case 'advertising.v1.ResourceAdvertised':
      return [{ ...offerOf(event.data.signedOffer, event.data.providerId), statedSha256: event.data.offerSha256 }];
    case 'contracting.v1.QuoteOffered':
      return [{ what: 'quote', body: event.data.quote, statedSha256: event.data.quoteSha256 }, ...event.data.offers.map((offer) => offerOf(offer))];
    case 'contracting.v1.ContractSigned':
      return [{ ...sealed('contract', event.data.contract, SIGNED_AS.contract, 'operator'), statedSha256: event.data.contractSha256 }];
    case 'contracting.v1.SupplyContractSigned': {
      const { contract, contractSha256, offers, providerId } = event.data;
      const supply = { ...sealed('supply contract', contract, SIGNED_AS.supplyContract, 'operator'), statedSha256: contractSha256 };
      return [supply, ...offers.map((offer) => offerOf(offer, providerId))];
    }
    case 'contracting.v1.ContractAmended':
      return [{ ...sealed('amendment', event.data.amendment, SIGNED_AS.contractAmendment, 'operator'), statedSha256: event.data.amendmentSha256 }];
    case 'contracting.v1.SupplyContractAmended':
      return [{ ...sealed('supply amendment', event.data.amendment, SIGNED_AS.supplyContractAmendment, 'operator'), statedSha256: event.data.amendmentSha256 }];
    case 'provisioning.v1.SegmentActivated':
    case 'provisioning.v1.SegmentReleased':
    case 'provisioning.v1.SegmentAdjusted':
      return [sealed('activation receipt', event.data.receipt, SIGNED_AS.activationReceipt, { providerId: event.data.providerId })];
    case 'billing.v1.UsageBatchAccepted':
      return [{ ...sealed('usage batch', event.data.batch, SIGNED_AS.usageBatch, { providerId: event.data.providerId }), statedSha256: event.data.bodySha256 }];
    case 'monitoring.v1.MeasurementsReported':
      return [sealed('measurement batch', event.data.batch, SIGNED_AS.measurementBatch, { providerId: event.data.providerId })];
    case 'billing.v1.InvoiceIssued':
      return [{ what: 'invoice', body: event.data.invoice, statedSha256: event.data.invoiceSha256 }];
    case 'billing.v1.SettlementIssued':
      return [{ what: 'settlement', body: event.data.settlement, statedSha256: event.data.settlementSha256 }];
    default:
      return [];
  }
}

/** The providers whose keys are needed to check an event. */
export const providersIn = (event: AnyEvent): readonly string[] =>
  statementsIn(event).flatMap(({ signed }) => (signed && signed.by !== 'operator' ? [signed.by.providerId] : []));

type By = NonNullable<Statement['signed']>['by'];

function sealed(what: string, { body, signature, keyId }: Envelope, domain: string, by: By): Statement {
  return { what, body, signed: { by, domain, signature, keyId } };
}

/** @param providerId whose offer it has to be; otherwise the offer itself says whose it is */
function offerOf({ offer, signature }: advertising.SignedOffer, providerId?: string): Statement {
  return { what: 'offer', body: offer, signed: { by: { providerId: providerId ?? providerNamedIn(offer) }, domain: SIGNED_AS.resourceOffer, signature } };
}

/** Empty when the bytes are no offer, and then no key can have signed it. */
function providerNamedIn(offer: Uint8Array): string {
  try {
    return advertising.ResourceOffer.decode(offer).providerId;
  } catch {
    return '';
  }
}

/** The envelope that a key would have to have signed. */
export const envelopeFor = (publicKey: Uint8Array, body: Uint8Array, { signature, keyId }: NonNullable<Statement['signed']>): Envelope => ({
  body,
  signature,
  keyId: keyId ?? keyIdOf(publicKey),
});
