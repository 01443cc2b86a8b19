import { Controller, Get, Param, type Type } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ForBuyers } from '../http/api-problems.js';
import { notFound } from '../http/problem.js';
import { TheBuyer } from '../identity/buyer.guard.js';
import type { Buyer } from '../identity/buyers.js';
import { CATALOG_PATH, type Collection, type Entry } from './catalog.js';
import { Catalogs } from './catalogs.js';

interface Described {
  readonly one: string;
  readonly many: string;
  readonly param: string;
  readonly example: string;
}

/** TM Forum describes its own resources, and each of these two routes alike. */
function controllerOf(collection: Collection, { one, many, param, example }: Described): Type {
  const name = `${collection[0]!.toUpperCase()}${collection.slice(1)}`;
  const schema = { type: 'object', additionalProperties: true, description: `A ${name} of TMF620 v4.` } as const;

  @ApiTags('product catalog (TMF620)')
  @Controller(`${CATALOG_PATH}/${collection}`)
  class CatalogController {
    constructor(private readonly catalogs: Catalogs) {}

    @Get()
    @ApiOperation({ operationId: `list${name}`, summary: `List ${many}`, description: 'What this buyer may order now, and by what rules. Nothing is said of suppliers, costs or other buyers.' })
    @ApiResponse({ status: 200, description: 'All that there are.', schema: { type: 'array', items: schema } })
    @ForBuyers()
    async list(@TheBuyer() buyer: Buyer): Promise<readonly Entry[]> {
      return (await this.catalogs.of(buyer))[collection];
    }

    @Get(`:${param}`)
    @ApiOperation({ operationId: `retrieve${name}`, summary: `Read ${one}`, description: 'By its id. Its version is another one as soon as anything that it says is.' })
    @ApiParam({ name: param, description: 'Its id, as the list has it.', example })
    @ApiResponse({ status: 200, description: 'As it is now.', schema })
    @ForBuyers(404)
    async get(@TheBuyer() buyer: Buyer, @Param(param) id: string): Promise<Entry> {
      const found = (await this.catalogs.of(buyer))[collection].find((each) => each.id === id);
      if (!found) throw notFound();
      return found;
    }
  }
  return CatalogController;
}

export const CATALOG_CONTROLLERS: readonly Type[] = [
  controllerOf('catalog', { one: 'the buyer’s catalog', many: 'the buyer’s catalog', param: 'catalogId', example: 'acme' }),
  controllerOf('category', { one: 'a category', many: 'the categories of offerings', param: 'categoryId', example: 'layer-1' }),
  controllerOf('productSpecification', { one: 'what can be ordered of an offering', many: 'what can be ordered, with every limit of it', param: 'specificationId', example: 'ip-link' }),
  controllerOf('productOffering', { one: 'an offering', many: 'the offerings', param: 'offeringId', example: 'ip-link' }),
  controllerOf('productOfferingPrice', { one: 'a rule of prices', many: 'the rules by which prices come about', param: 'priceId', example: 'list-price.base' }),
];
