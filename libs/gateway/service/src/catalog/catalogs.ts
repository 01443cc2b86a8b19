import { Injectable } from '@nestjs/common';
import { billing, contracting, paths } from '@carriermesh/wire';
import type { Buyer } from '../identity/buyers.js';
import { Ownership } from '../identity/ownership.js';
import { Mesh } from '../mesh.js';
import { OpenApiDocument } from '../system/openapi-document.js';
import { catalogOf, type Catalog } from './catalog.js';
import { orderCharacteristics, type Schemas } from './characteristics.js';

/** What a buyer may order now, put together from those who know: the topology, the seller's terms, the books, and this API's own rules for an order. */
@Injectable()
export class Catalogs {
  constructor(
    private readonly mesh: Mesh,
    private readonly ownership: Ownership,
    private readonly api: OpenApiDocument,
  ) {}

  async of(buyer: Buyer): Promise<Catalog> {
    const asked = { buyerId: buyer.id };
    const [sold, guide, { rules }] = await Promise.all([this.mesh.ask(buyer, paths.ListSoldKinds, asked), this.mesh.ask(buyer, contracting.GetPriceGuide, asked), this.mesh.ask(buyer, billing.ListRatingRules, {})]);
    for (const answer of [sold, guide]) this.ownership.check(buyer, answer);
    const { components } = this.api.value as { readonly components: { readonly schemas: Schemas } };
    return catalogOf({ buyerId: buyer.id, sold, guide, rules, order: orderCharacteristics(components.schemas) });
  }
}
