import type { Ledger, Position, RecordedEvent } from '@carriermesh/platform-ledger';

/** The events of a bundle, to be read as one reads a ledger. */
export class BundleLedger implements Pick<Ledger, 'readAll' | 'readStream' | 'head'> {
  /** @param events in ledger order */
  constructor(private readonly events: readonly RecordedEvent[]) {}

  async readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    return this.events.filter(({ position }) => position > after).slice(0, limit);
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    return this.events.filter((event) => event.stream === stream && event.revision >= fromRevision);
  }

  async head(): Promise<Position> {
    return this.events.at(-1)?.position ?? 0n;
  }
}
