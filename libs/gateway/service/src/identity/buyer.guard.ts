import { createParamDecorator, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { invariant } from '@carriermesh/kernel';
import type { FastifyRequest } from 'fastify';
import { unauthorized } from '../http/problem.js';
import { bearerToken } from './bearers.js';
import { Buyers, type Buyer } from './buyers.js';
import { Suppliers, type Supplier } from './suppliers.js';

const PUBLIC = Symbol('public');

/** A route that anybody may ask: everything else needs a token, also what is added tomorrow. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);

const FOR_SUPPLIERS = Symbol('for suppliers');

/** Routes that need a supplier's token, and that no buyer's opens. */
export const BySuppliers = (): ClassDecorator => SetMetadata(FOR_SUPPLIERS, true);

/** Hands the supplier whose token the request bears to a controller's method. */
export const TheSupplier = createParamDecorator((_: unknown, context: ExecutionContext): Supplier => {
  const { supplier } = context.switchToHttp().getRequest<FastifyRequest>();
  invariant(supplier, 'a route for others asks for the supplier');
  return supplier;
});

/** Hands the buyer whose token the request bears to a controller's method. */
export const TheBuyer = createParamDecorator((_: unknown, context: ExecutionContext): Buyer => {
  const { buyer } = context.switchToHttp().getRequest<FastifyRequest>();
  invariant(buyer, 'a public route asks for the buyer');
  return buyer;
});

@Injectable()
export class BuyerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly buyers: Buyers,
    private readonly suppliers: Suppliers,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const isForSuppliers = this.reflector.getAllAndOverride<boolean>(FOR_SUPPLIERS, [context.getHandler(), context.getClass()]);
    const token = bearerToken(request.headers.authorization);
    const bearer = token === undefined ? undefined : await (isForSuppliers ? this.suppliers : this.buyers).bearerOf(token);
    if (!bearer) throw unauthorized(isForSuppliers ? 'supplier' : 'buyer');
    if (isForSuppliers) request.supplier = bearer;
    else request.buyer = bearer;
    return true;
  }
}
