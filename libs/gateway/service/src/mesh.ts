import { Inject, Injectable } from '@nestjs/common';
import type { Bus } from '@carriermesh/platform-bus';
import { BUS } from '@carriermesh/platform-chassis';
import type { Rpc } from '@carriermesh/wire';
import { v7 } from 'uuid';
import type { Buyer } from './identity/buyers.js';

/** The contexts behind the gateway, asked on behalf of one buyer. */
@Injectable()
export class Mesh {
  constructor(@Inject(BUS) private readonly bus: Bus) {}

  /** @throws OperationalError as the bus does */
  ask<Request, Response>(buyer: Buyer, rpc: Rpc<Request, Response>, body: Request): Promise<Response> {
    const callId = v7();
    return this.bus.request(rpc, body, { context: { actor: `buyer:${buyer.id}`, correlationId: callId, causationId: callId } });
  }
}
