import type { KeyEntry, KeyTable, WrappedKey } from './key-table.port.js';

/** Keys for as long as a process lives. */
export class MemoryKeyTable implements KeyTable {
  private readonly entries = new Map<string, KeyEntry>();

  async find(partyId: string): Promise<KeyEntry | undefined> {
    return this.entries.get(partyId);
  }

  async put(partyId: string, key: WrappedKey): Promise<KeyEntry> {
    const entry = this.entries.get(partyId) ?? { kind: 'key', ...key };
    this.entries.set(partyId, entry);
    return entry;
  }

  async erase(partyIds: readonly string[]): Promise<number> {
    const erased = partyIds.filter((partyId) => this.entries.get(partyId)?.kind === 'key').length;
    for (const partyId of partyIds) this.entries.set(partyId, { kind: 'erased' });
    return erased;
  }
}
