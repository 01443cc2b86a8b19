import { Inject, Injectable, type Type } from '@nestjs/common';
import { Handles, type Call } from '@carriermesh/platform-chassis';

/** A handler class of one rpc, over books that Nest makes. */
export function handlerOf<B, Q, A>(
  rpc: Parameters<typeof Handles>[0] & { readonly request: { encode(body: Q): Uint8Array }; readonly response: { decode(bytes: Uint8Array): A } },
  books: Type<B>,
  execute: (books: B, call: Call<Q>) => Promise<A>,
): Type {
  class Handler {
    constructor(@Inject(books) private readonly books: B) {}

    execute(call: Call<Q>): Promise<A> {
      return execute(this.books, call);
    }
  }
  Injectable()(Handler);
  Handles(rpc)(Handler);
  return Handler;
}
