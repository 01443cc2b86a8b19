import { Inject, Injectable } from '@nestjs/common';
import { buyerKeys, buyerKeyStream, toRefusal } from '@carriermesh/contracting-domain';
import { isToken } from '@carriermesh/kernel';
import { type Call, CLOCK, type Clock, type Handler, Handles, LEDGER, TypedLedger } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { isFullOrderKey, keyIdOf } from '@carriermesh/platform-signing';
import { contracting } from '@carriermesh/wire';

/** Whose key it is the operator has found out; here is checked that it is one. */
@Injectable()
@Handles(contracting.RegisterBuyerKey)
export class RegisterBuyerKeyHandler implements Handler<contracting.RegisterBuyerKeyRequest, contracting.RegisterBuyerKeyResponse> {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body: { buyerId, publicKey, mustSign, requestId }, context }: Call<contracting.RegisterBuyerKeyRequest>): Promise<contracting.RegisterBuyerKeyResponse> {
    if (context.actor !== 'operator') throw new OperationalError('denied', 'only the operator registers the keys of buyers');
    if (!isToken(buyerId)) return { outcome: { kind: 'refused', refused: toRefusal({ code: 'buyer-id-malformed', buyerId }) } };
    // Under a key of small order anybody's signature may be valid.
    if (!isFullOrderKey(publicKey)) return { outcome: { kind: 'refused', refused: toRefusal({ code: 'buyer-key-malformed', bytes: publicKey.length }) } };
    const decision = await this.ledger.decide(buyerKeys, buyerKeyStream(buyerId), { buyerId, publicKey, mustSign, requestId, now: this.clock.now() }, context);
    if (decision.kind === 'refused') return { outcome: { kind: 'refused', refused: toRefusal(decision.refusal) } };
    return { outcome: { kind: 'registered', registered: { buyerId, publicKey, keyId: keyIdOf(publicKey), mustSign } } };
  }
}
