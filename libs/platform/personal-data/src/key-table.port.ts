/** A party's key as it is kept: wrapped by the master key. */
export interface WrappedKey {
  readonly keyId: string;
  readonly nonce: Uint8Array;
  readonly wrapped: Uint8Array;
}

/** What stands under a party's id: its one key, or the mark that it was erased. */
export type KeyEntry = ({ readonly kind: 'key' } & WrappedKey) | { readonly kind: 'erased' };

/**
 * Where keys are kept: beside the ledger and the views and part of neither, so that no replay and no rebuild brings one back. The
 * mark of an erasure keeps the key's place for ever, so that no race and no mistake puts another key there.
 */
export interface KeyTable {
  find(partyId: string): Promise<KeyEntry | undefined>;
  /** Puts a key where there is neither one nor a mark, and answers what stands there then. */
  put(partyId: string, key: WrappedKey): Promise<KeyEntry>;
  /** Leaves marks for all; durable when it returns. Answers how many keys there were. */
  erase(partyIds: readonly string[]): Promise<number>;
}
