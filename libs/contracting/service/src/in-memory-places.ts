import { Injectable } from '@nestjs/common';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';
import { advertising, type common } from '@carriermesh/wire';
import { endsIn, type Places } from './pop-places.view.js';

/** `PopPlaces` and `Gazetteer` in one, without a database: read from the ledger's first event at every start. */
@Injectable()
export class InMemoryPlaces implements MemoryView, Places {
  readonly kind = 'memory';
  readonly name = 'pop-places';
  readonly listens = ['advertising.v1.ResourceAdvertised'] as const;
  private readonly places = new Map<string, common.Coordinates>();

  apply(event: Fact): void {
    if (event.type !== 'advertising.v1.ResourceAdvertised') return;
    const { resourceId, resource } = advertising.ResourceOffer.decode(event.data.signedOffer.offer);
    if (resource.kind === 'pop') this.places.set(resourceId, resource.pop.coordinates);
  }

  async ends(fromPopId: string, toPopId: string): Promise<readonly [common.Coordinates, common.Coordinates]> {
    return endsIn(this.places, fromPopId, toPopId);
  }
}
