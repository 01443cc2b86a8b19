import { Inject, Injectable } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { READ_MODEL } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { operational, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { View } from '@carriermesh/platform-readmodel';
import { advertising, type common } from '@carriermesh/wire';

interface PopPlaceTables {
  pop_place: { pop_id: string; latitude_microdegrees: number; longitude_microdegrees: number };
}

/** Where points of presence stand: what a list price counts its distance from. One that is offered no more stays where it was. */
@Injectable()
export class PopPlaces implements View<PopPlaceTables> {
  readonly name = 'pop-places';
  readonly context = 'contracting';
  readonly version = 1;
  readonly migrate = `create table pop_place (
    pop_id text primary key, latitude_microdegrees int not null, longitude_microdegrees int not null)`;
  readonly listens = ['advertising.v1.ResourceAdvertised'] as const;

  async apply(event: RecordedEvent, tx: Transaction<PopPlaceTables>): Promise<void> {
    const { signedOffer } = advertising.ResourceAdvertised.decode(event.payload);
    const { resourceId, resource } = advertising.ResourceOffer.decode(signedOffer.offer);
    if (resource.kind !== 'pop') return;
    const { latitudeMicrodegrees, longitudeMicrodegrees } = resource.pop.coordinates;
    const row = { pop_id: resourceId, latitude_microdegrees: latitudeMicrodegrees, longitude_microdegrees: longitudeMicrodegrees };
    await tx.insertInto('pop_place').values(row).onConflict((conflict) => conflict.column('pop_id').doUpdateSet(row)).execute();
  }
}

/** Where the ends of a path are. */
export interface Places {
  /**
   * The coordinates of both ends of a path, in the order asked for.
   * @throws OperationalError `unavailable` while the advertisement of one of them has not been read yet: ask again
   */
  ends(fromPopId: string, toPopId: string): Promise<readonly [common.Coordinates, common.Coordinates]>;
}

/** Reads what `PopPlaces` has gathered. */
@Injectable()
export class Gazetteer implements Places {
  constructor(@Inject(READ_MODEL) private readonly store: { readonly db: Kysely<PopPlaceTables> }) {}

  async ends(fromPopId: string, toPopId: string): Promise<readonly [common.Coordinates, common.Coordinates]> {
    const rows = await operational('reading the places of a path', () =>
      this.store.db.selectFrom('pop_place').selectAll().where('pop_id', 'in', [fromPopId, toPopId]).execute(),
    );
    const places = rows.map((row) => [row.pop_id, { latitudeMicrodegrees: row.latitude_microdegrees, longitudeMicrodegrees: row.longitude_microdegrees }] as const);
    return endsIn(new Map(places), fromPopId, toPopId);
  }
}

/** @throws OperationalError `unavailable` as `Places` says */
export function endsIn(places: ReadonlyMap<string, common.Coordinates>, ...popIds: readonly [string, string]): readonly [common.Coordinates, common.Coordinates] {
  const [from, to] = popIds.map((popId) => {
    const place = places.get(popId);
    if (!place) throw new OperationalError('unavailable', `the advertisement of ${popId}, where a path ends, has not been read yet`);
    return place;
  }) as [common.Coordinates, common.Coordinates];
  return [from, to];
}
