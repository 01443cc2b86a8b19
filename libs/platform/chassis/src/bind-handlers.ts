import type { Type } from '@nestjs/common';
import type { Delivery, NatsTransport } from '@carriermesh/platform-bus';
import { OperationalError } from '@carriermesh/platform-errors';
import { invariant } from '@carriermesh/kernel';
import { agent, common, providerOfInbound, type Rpc } from '@carriermesh/wire';
import { Call, rpcOf, type Handler } from './handles.js';
import { answersSuppliers, inboundKindOf, type InboundHandler, type SupplyHandler } from './inbound.js';
import type { NewestHead } from './newest-head.js';
import type { ServiceDefinition } from './service.js';

/** Where a class of the service is found, made with all that it injects. */
export interface Made {
  get<T>(type: Type<T>): T;
}

export interface Bound {
  readonly transport: Pick<NatsTransport, 'bind'>;
  readonly head: Pick<NewestHead, 'envelope'>;
  /** Told the code of each batch that was refused. */
  readonly batchRefused?: (code: string) => void;
}

/** Gives every handler of a service its subject. Nest's command and query buses, which know the same handlers, are for edges in the same process. */
export function bindHandlers(definition: ServiceDefinition, app: Made, bound: Bound): void {
  for (const handler of definition.handlers) {
    const rpc = rpcOf(handler);
    const kind = inboundKindOf(handler);
    const isForSuppliers = answersSuppliers(handler);
    invariant(rpc || kind || isForSuppliers, `${handler.name} of ${definition.name} is marked neither @Handles nor @HandlesInbound`);
    if (rpc) bindRpc(rpc, app.get<Handler<unknown, unknown>>(handler), bound);
    if (kind) bindInbound(`cm.in.*.${kind}.v1`, app.get<InboundHandler>(handler), bound);
    if (isForSuppliers) bindSupply(app.get<SupplyHandler>(handler), bound);
  }
}

/**
 * The caller's context is believed as it stands, actor and all: `cm.cmd.…` and `cm.qry.…` belong to the mesh's own bus account,
 * and no provider's account exports, imports or may publish them. Who lets another account in here gives it every actor's rights.
 */
function bindRpc({ subject, request, response }: Rpc<any, any>, handler: Handler<unknown, unknown>, { transport }: Bound): void {
  transport.bind(subject, (bytes, { context }) => handler.execute(new Call(request.decode(bytes), context)), response.encode);
}

function bindInbound(subject: string, handler: InboundHandler, { transport, head, batchRefused }: Bound): void {
  const receive = async (bytes: Uint8Array, delivery: Delivery): Promise<agent.BatchReply> => {
    const providerId = senderOf(delivery);
    // The server wrote the provider's name into the subject; what the sender claims in its headers counts for nothing.
    const context = { ...delivery.context, actor: `provider:${providerId}` };
    const reply = await handler.receive({ providerId, envelope: common.SignedEnvelope.decode(bytes), context });
    if (reply.outcome?.kind === 'refused') batchRefused?.(reply.outcome.refused.code);
    const treeHead = reply.outcome?.kind === 'receipt' ? head.envelope : undefined;
    return treeHead ? { ...reply, treeHead } : reply;
  };
  transport.bind(subject, receive, agent.BatchReply.encode);
}

function bindSupply(handler: SupplyHandler, { transport }: Bound): void {
  const answer = (bytes: Uint8Array, delivery: Delivery): Promise<agent.SupplyReply> => handler.answer({ providerId: senderOf(delivery), question: agent.SupplyQuestion.decode(bytes) });
  transport.bind('cm.in.*.supply.v1', answer, agent.SupplyReply.encode);
}

/** @throws OperationalError `malformed` */
function senderOf({ subject }: Delivery): string {
  const providerId = providerOfInbound(subject);
  if (providerId === undefined) throw new OperationalError('malformed', `the subject ${subject} names no provider`);
  return providerId;
}
