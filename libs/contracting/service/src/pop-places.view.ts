import { Injectable } from '@nestjs/common';
import type { Fact, MemoryView } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { advertising, type common } from '@carriermesh/wire';

/** Where points of presence stand: what a list price counts its distance from. One that is offered no more stays where it was. */
@Injectable()
export class PopPlaces implements MemoryView {
  readonly kind = 'memory';
  readonly name = 'pop-places';
  readonly listens = ['advertising.v1.ResourceAdvertised'] as const;
  private readonly places = new Map<string, common.Coordinates>();

  apply(event: Fact): void {
    if (event.type !== 'advertising.v1.ResourceAdvertised') return;
    const { resourceId, resource } = advertising.ResourceOffer.decode(event.data.signedOffer.offer);
    if (resource.kind === 'pop') this.places.set(resourceId, resource.pop.coordinates);
  }

  /**
   * The coordinates of both ends of a path, in the order asked for.
   * @throws OperationalError `unavailable` while the advertisement of one of them has not been read yet: ask again
   */
  ends(fromPopId: string, toPopId: string): readonly [common.Coordinates, common.Coordinates] {
    return [this.of(fromPopId), this.of(toPopId)];
  }

  private of(popId: string): common.Coordinates {
    const place = this.places.get(popId);
    if (!place) throw new OperationalError('unavailable', `the advertisement of ${popId}, where a path ends, has not been read yet`);
    return place;
  }
}
