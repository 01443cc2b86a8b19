import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AlarmsController } from './alarms/alarms.controller.js';
import { AgreementsController } from './contracts/agreements.controller.js';
import { CATALOG_CONTROLLERS } from './catalog/catalog.controllers.js';
import { Catalogs } from './catalog/catalogs.js';
import { ContractsController } from './contracts/contracts.controller.js';
import { DisputesController } from './disputes/disputes.controller.js';
import { EventHub } from './events/event-hub.js';
import { EventsController } from './events/events.controller.js';
import { ProblemFilter } from './http/problem.filter.js';
import { QueryGuard } from './http/query.guard.js';
import { validationPipe } from './http/validation.js';
import { BuyerGuard } from './identity/buyer.guard.js';
import { Ownership } from './identity/ownership.js';
import { Bills } from './invoices/bills.js';
import { CustomerBillsController } from './invoices/customer-bills.controller.js';
import { ServiceOrdersController, ServicesController } from './inventory/inventory.controllers.js';
import { InvoicesController } from './invoices/invoices.controller.js';
import { Mesh } from './mesh.js';
import { SettlementsController } from './settlements/settlements.controller.js';
import { IndividualsController, OrganizationsController } from './parties/parties.controller.js';
import { Parties } from './parties/parties.js';
import { PathsController } from './paths/paths.controller.js';
import { QuotesController } from './quotes/quotes.controller.js';
import { OrderWatch } from './service-requests/order-watch.js';
import { ServiceLevelsController } from './service-levels/service-levels.controller.js';
import { ServiceRequestsController } from './service-requests/service-requests.controller.js';
import { HealthController } from './system/health.controller.js';
import { IndexController } from './system/index.controller.js';
import { OpenApiDocument } from './system/openapi-document.js';

/** The gateway's table of contents. */
@Module({
  controllers: [
    ServiceRequestsController,
    QuotesController,
    PathsController,
    ContractsController,
    AgreementsController,
    InvoicesController,
    AlarmsController,
    ServiceOrdersController,
    ServicesController,
    CustomerBillsController,
    DisputesController,
    SettlementsController,
    ServiceLevelsController,
    IndividualsController,
    OrganizationsController,
    ...CATALOG_CONTROLLERS,
    EventsController,
    HealthController,
    IndexController,
  ],
  providers: [
    Mesh,
    Ownership,
    Bills,
    Catalogs,
    OrderWatch,
    Parties,
    EventHub,
    OpenApiDocument,
    // In this order: nobody learns what an address takes without a token for it.
    { provide: APP_GUARD, useClass: BuyerGuard },
    { provide: APP_GUARD, useClass: QueryGuard },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: validationPipe },
  ],
})
export class GatewayModule {
  /** @param provided what exists before Nest: the bus, the buyers, the log */
  static over(provided: readonly Provider[]): DynamicModule {
    return { module: GatewayModule, providers: [...provided] };
  }
}
