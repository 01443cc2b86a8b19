import { Inject, Injectable } from '@nestjs/common';
import { isToken } from '@carriermesh/kernel';
import { advertising } from '@carriermesh/wire';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { Books } from './books.js';
import { asRefusal } from './refusals.js';
import { providerStream } from './streams.js';

@Injectable()
@Handles(advertising.GetProvider)
export class GetProviderHandler implements Handler<advertising.GetProviderRequest, advertising.GetProviderResponse> {
  constructor(@Inject(Books) private readonly books: Books) {}

  async execute({ body: { providerId } }: Call<advertising.GetProviderRequest>): Promise<advertising.GetProviderResponse> {
    if (!isToken(providerId)) return UNKNOWN;
    const { state } = await this.books.providers.refresh(providerStream(providerId));
    if (state.status === 'unknown') return UNKNOWN;
    const { name, publicKey, enrolledAt, latest } = state;
    return { outcome: { kind: 'provider', provider: { providerId, name, publicKey, enrolledAt, lastSequence: latest?.sequence ?? 0n } } };
  }
}

const UNKNOWN: advertising.GetProviderResponse = { outcome: { kind: 'refused', refused: asRefusal({ code: 'provider-unknown' }) } };
