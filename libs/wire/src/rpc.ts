import type { Codec } from './codec.js';

/**
 * `command` changes something, `query` reads, and an `operation` is what the mesh asks of a provider's agent.
 */
export type RpcKind = 'command' | 'query' | 'operation';

/** One request and its answer on the bus, as a service in the schema declares it. */
export interface Rpc<Request, Response> {
  readonly name: string;
  readonly kind: RpcKind;
  /**
   * Where a request goes: `cm.cmd.<context>.v1.<Name>` or `cm.qry.<context>.v1.<Name>`. For an operation it is the subject that
   * the agent hears, `out.v1.<Name>`; the mesh asks one provider by `operationSubject(provider, rpc)`.
   */
  readonly subject: string;
  readonly request: Codec<Request>;
  readonly response: Codec<Response>;
}
