import { NestFactory } from '@nestjs/core';
import type { Provider, Type } from '@nestjs/common';
import type { View } from '@carriermesh/platform-readmodel';
import { realTimers } from '@carriermesh/platform-time';
import { isMemoryView } from './consumers-of.js';
import type { MemoryView, ServiceDefinition } from './service.js';
import { READ_MODEL, TIMERS } from './tokens.js';

/**
 * The views of a service that keep rows, for whoever builds or looks at them without running the service: they know what to do with
 * events and can not be asked. What the service keeps of its own work, as the list of its open processes, is not among them.
 */
export async function tableViewsOf({ views = [] }: Pick<ServiceDefinition, 'views'>): Promise<readonly View<any>[]> {
  class ViewsModule {}
  const providers: Provider[] = [...(views as readonly Type<View<any> | MemoryView>[]), { provide: READ_MODEL, useValue: {} }, { provide: TIMERS, useValue: realTimers }];
  const app = await NestFactory.createApplicationContext({ module: ViewsModule, providers }, { logger: false, abortOnError: false });
  try {
    return views.map((view) => app.get<View<any> | MemoryView>(view)).filter((view): view is View<any> => !isMemoryView(view));
  } finally {
    await app.close();
  }
}
