import { isResourceId, offerFault, shown, type Advertise, type EnrolledProvider, type Withdraw } from '@carriermesh/advertising-domain';
import { sha256, SIGNED_AS, verifySignature } from '@carriermesh/platform-signing';
import type { Timers } from '@carriermesh/platform-time';
import { advertising, type common, WireError } from '@carriermesh/wire';
import { asRefusal, type ItemRefusal } from './refusals.js';

/** The sound items of a batch as commands to their resources, each resource once, and what is refused of the others. */
export interface ReadItems {
  readonly commands: ReadonlyMap<string, Advertise | Withdraw>;
  readonly refused: readonly common.RefusedItem[];
}

/** A verification takes about a tenth of a millisecond: after so many of them others get a turn on this thread. */
const OFFERS_AT_A_STRETCH = 16;

/** Each offer stands for itself: a bad one is refused and takes no other with it. */
export async function readItems(batch: advertising.AdvertBatch, provider: EnrolledProvider, timers: Pick<Timers, 'breathe'>): Promise<ReadItems> {
  const { batchId, offers, withdrawnResourceIds } = batch;
  const commands = new Map<string, Advertise | Withdraw>();
  const refused: common.RefusedItem[] = [];
  const take = (itemId: string, item: Item): void => {
    const refusal = 'code' in item ? item : repeated(commands, item.resourceId);
    if (refusal) refused.push({ itemId: shown(itemId), refusal: asRefusal(refusal) });
    else if ('command' in item) commands.set(item.resourceId, item.command);
  };
  for (const [index, signedOffer] of offers.entries()) {
    if (index % OFFERS_AT_A_STRETCH === OFFERS_AT_A_STRETCH - 1) await timers.breathe();
    const item = readOffer(signedOffer, { provider, batchId });
    take('resourceId' in item && item.resourceId !== '' ? item.resourceId : `offer ${index + 1}`, item);
  }
  for (const resourceId of withdrawnResourceIds) take(resourceId, readWithdrawal(resourceId, { provider, batchId }));
  return { commands, refused };
}

type Item = { readonly resourceId: string; readonly command: Advertise | Withdraw } | (ItemRefusal & { readonly resourceId?: string });

interface Sender {
  readonly provider: EnrolledProvider;
  readonly batchId: string;
}

function readOffer(signedOffer: advertising.SignedOffer, { provider: { providerId, publicKey }, batchId }: Sender): Item {
  const { offer: body, signature } = signedOffer;
  if (!verifySignature({ publicKey, domain: SIGNED_AS.resourceOffer, body, signature })) return { code: 'offer-signature-invalid', providerId };
  const terms = decoded(body);
  if (typeof terms === 'string') return { code: 'offer-malformed', reason: shown(terms) };
  const { resourceId } = terms;
  const fault = offerFault(terms, providerId);
  if (fault) return { ...fault, resourceId };
  return { resourceId, command: { kind: 'advertise', terms, signedOffer, offerSha256: sha256(body), batchId } };
}

function readWithdrawal(resourceId: string, { provider: { providerId }, batchId }: Sender): Item {
  if (!isResourceId(resourceId) || !resourceId.startsWith(`${providerId}/`))
    return { code: 'resource-foreign', resourceId: shown(resourceId), providerId };
  return { resourceId, command: { kind: 'withdraw', resourceId, providerId, batchId } };
}

const repeated = (commands: ReadonlyMap<string, unknown>, resourceId: string): ItemRefusal | undefined =>
  commands.has(resourceId) ? { code: 'resource-repeated', resourceId } : undefined;

function decoded(body: Uint8Array): advertising.ResourceOffer | string {
  try {
    return advertising.ResourceOffer.decode(body);
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}
