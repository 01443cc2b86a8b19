import { Inject, Injectable } from '@nestjs/common';
import { provider } from '@carriermesh/advertising-domain';
import { advertising } from '@carriermesh/wire';
import { CLOCK, Handles, LEDGER, TypedLedger, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { isFullOrderKey } from '@carriermesh/platform-signing';
import { asRefusal } from './refusals.js';
import { providerStream } from './streams.js';

/** Who takes part is the operator's decision alone: whoever can enrol a key can sell in that name. */
@Injectable()
@Handles(advertising.EnrolProvider)
export class EnrolProviderHandler implements Handler<advertising.EnrolProviderRequest, advertising.EnrolProviderResponse> {
  constructor(
    @Inject(LEDGER) private readonly ledger: TypedLedger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ body, context }: Call<advertising.EnrolProviderRequest>): Promise<advertising.EnrolProviderResponse> {
    if (context.actor !== 'operator') throw new OperationalError('denied', 'only the operator enrols providers');
    const { providerId, name, publicKey } = body;
    const command = { kind: 'enrol', providerId, name, publicKey, isFullOrderKey: isFullOrderKey(publicKey), now: this.clock.now() } as const;
    // An id that can't be one must not become the name of a stream that is looked for.
    const early = provider.decide(command, provider.initial);
    const decision = early.kind === 'refused' ? early : await this.ledger.decide(provider, providerStream(providerId), command, context);
    if (decision.kind === 'refused') return { outcome: { kind: 'refused', refused: asRefusal(decision.refusal) } };
    return { outcome: { kind: 'enrolled', enrolled: { providerId } } };
  }
}
