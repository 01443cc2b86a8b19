import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@carriermesh/platform-bus';
import { BUS } from '@carriermesh/platform-chassis';
import type { Rpc } from '@carriermesh/wire';
import { v7 } from 'uuid';
import type { Buyer } from './identity/buyers.js';
import type { Supplier } from './identity/suppliers.js';

/** The contexts behind the gateway, asked on behalf of one buyer or one supplier. */
@Injectable()
export class Mesh {
  constructor(@Inject(BUS) private readonly bus: Bus) {}

  /** @throws OperationalError as the bus does */
  ask<Request, Response>(buyer: Buyer, rpc: Rpc<Request, Response>, body: Request): Promise<Response> {
    return this.request(`buyer:${buyer.id}`, rpc, body);
  }

  /** @throws OperationalError as the bus does */
  askFor<Request, Response>(supplier: Supplier, rpc: Rpc<Request, Response>, body: Request): Promise<Response> {
    return this.request(`provider:${supplier.id}`, rpc, body);
  }

  private request<Request, Response>(actor: string, rpc: Rpc<Request, Response>, body: Request): Promise<Response> {
    const callId = v7();
    return this.bus.request(rpc, body, { context: { actor, correlationId: callId, causationId: callId } });
  }
}
