import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import { invalidRequest } from './problem.js';
import { unknownField } from './validation.js';

/**
 * A route that reads no query takes none: a filter that is passed over would be taken for one that holds. What everybody may
 * ask, programs ask in ways of their own. Of those that read one, validation sees to it.
 */
@Injectable()
export class QueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { query, buyer, supplier } = context.switchToHttp().getRequest<FastifyRequest>();
    const isForEverybody = !buyer && !supplier;
    const sent = Object.entries(query as Readonly<Record<string, unknown>>);
    if (isForEverybody || sent.length === 0 || readsQuery(context)) return true;
    throw invalidRequest(sent.map(([name, value]) => unknownField(name, value)));
  }
}

/** Nest notes the arguments of a route's method as `<kind>:<place>`. */
function readsQuery(context: ExecutionContext): boolean {
  const noted = (Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {}) as object;
  return Object.keys(noted).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}
