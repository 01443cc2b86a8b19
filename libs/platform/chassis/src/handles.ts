import { CommandHandler, QueryHandler } from '@nestjs/cqrs';
import type { CallContext } from '@carriermesh/platform-bus';
import type { Rpc } from '@carriermesh/wire';

/** A request as it reaches its handler: through the bus, or from an edge in the same process. The same either way. */
export class Call<Request> {
  constructor(
    readonly body: Request,
    readonly context: CallContext,
  ) {}
}

/** What a class marked `@Handles(rpc)` must be. */
export interface Handler<Request, Response> {
  execute(call: Call<Request>): Promise<Response>;
}

const callTypes = new Map<string, typeof Call>();
const boundRpcs = new WeakMap<object, Rpc<any, any>>();

/** The class by which Nest's command and query buses tell one request from another: one for each rpc. */
export function callType<Request>(rpc: Rpc<Request, any>): new (body: Request, context: CallContext) => Call<Request> {
  const known = callTypes.get(rpc.subject);
  if (known) return known;
  const made = { [rpc.name]: class extends Call<Request> {} }[rpc.name] as typeof Call;
  callTypes.set(rpc.subject, made);
  return made;
}

/** Binds a handler class to an rpc of the schema: its subject on the bus, and Nest's command or query bus. */
export function Handles(rpc: Rpc<any, any>): ClassDecorator {
  return (target) => {
    boundRpcs.set(target, rpc);
    (rpc.kind === 'query' ? QueryHandler : CommandHandler)(callType(rpc))(target);
  };
}

export const rpcOf = (handler: object): Rpc<any, any> | undefined => boundRpcs.get(handler);
