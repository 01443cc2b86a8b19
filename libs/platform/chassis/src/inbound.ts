import type { agent, common } from '@carriermesh/wire';
import type { CallContext } from '@carriermesh/platform-bus';

/** What providers send on `cm.in.<provider>.<kind>.v1`. */
export type InboundKind = 'advert' | 'usage' | 'measure';

export interface InboundCall {
  /** From the subject that the server stamped: the bus account that sent it, whatever the body says. */
  readonly providerId: string;
  readonly envelope: common.SignedEnvelope;
  readonly context: CallContext;
}

/** What a class marked `@HandlesInbound(kind)` must be. The receipt is given only after the commit. */
export interface InboundHandler {
  receive(call: InboundCall): Promise<agent.BatchReply>;
}

const inboundKinds = new WeakMap<object, InboundKind>();

export function HandlesInbound(kind: InboundKind): ClassDecorator {
  return (target) => {
    inboundKinds.set(target, kind);
  };
}

export const inboundKindOf = (handler: object): InboundKind | undefined => inboundKinds.get(handler);

/** A provider's question for its own agreements. Its bus account says who it is, and nothing else has to. */
export interface SupplyCall {
  readonly providerId: string;
  readonly question: agent.SupplyQuestion;
}

/** What a class marked `@AnswersSuppliers()` must be. */
export interface SupplyHandler {
  answer(call: SupplyCall): Promise<agent.SupplyReply>;
}

const supplyHandlers = new WeakSet<object>();

export function AnswersSuppliers(): ClassDecorator {
  return (target) => void supplyHandlers.add(target);
}

export const answersSuppliers = (handler: object): boolean => supplyHandlers.has(handler);
