import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import { LedgerTail } from './ledger-tail.js';

const COMMIT = 1n << 20n;
const event = (position: Position, payload: Uint8Array): RecordedEvent => ({
  position, stream: `s-${position}`, revision: 0, eventId: '', type: 't', payload, recordedAt: instant(0n),
  metadata: { correlationId: '', causationId: '', actor: '', occurredAt: instant(0n) },
});

/** Commits of two events each, as many as there are, and how often they were read. */
class Shelf {
  reads = 0;
  readonly tail = new LedgerTail({ readAll: (after, limit) => this.readAll(after, limit) });

  private readonly payload: Uint8Array;

  constructor(
    public commits: bigint,
    bytes = 1,
  ) {
    this.payload = new Uint8Array(bytes);
  }

  async readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    this.reads += 1;
    const all = Array.from({ length: Number(this.commits) }, (_, n) => [1n, 2n].map((ordinal) => event(BigInt(n + 1) * COMMIT + ordinal, this.payload))).flat();
    return all.filter(({ position }) => position > after).slice(0, limit);
  }

  async ahead(after: Position, limit = 100): Promise<readonly Position[]> {
    return (await this.tail.readAhead(after, limit)).map(({ position }) => position);
  }

  async behind(after: Position, limit = 100): Promise<readonly Position[]> {
    return (await this.tail.readBehind(after, limit)).map(({ position }) => position);
  }
}

const at = (commit: bigint, ordinal: bigint): Position => commit * COMMIT + ordinal;
const ends = [at(1n, 1n), at(1n, 2n), at(2n, 1n), at(2n, 2n)];

describe('M7 the tail of the ledger', () => {
  it('gives who comes behind what was read ahead of him, without a second look, and from wherever he stands in it', async () => {
    const shelf = new Shelf(2n);
    expect(await shelf.ahead(0n)).toEqual(ends);
    expect([await shelf.behind(0n), await shelf.behind(at(1n, 2n)), shelf.reads]).toEqual([ends, ends.slice(2), 1]);
  });

  it('lets him read for himself at its end, before its beginning, and where nobody goes ahead', async () => {
    const shelf = new Shelf(2n);
    expect([await shelf.behind(0n), shelf.reads]).toEqual([ends, 1]);
    await shelf.ahead(at(1n, 2n));
    expect([await shelf.behind(0n), shelf.reads]).toEqual([ends, 3]);
    shelf.commits = 3n;
    expect([await shelf.behind(at(2n, 2n)), shelf.reads]).toEqual([[at(3n, 1n), at(3n, 2n)], 4]);
  });

  it('never shows a part of its last commit, which a run that was full may have ended in', async () => {
    const shelf = new Shelf(2n);
    await shelf.ahead(0n, 3);
    expect(await shelf.behind(0n)).toEqual(ends.slice(0, 2));
    await shelf.ahead(at(2n, 1n), 3);
    expect([await shelf.behind(0n), await shelf.behind(0n, 3)]).toEqual([ends, ends.slice(0, 3)]);
    expect(shelf.reads).toBe(2);
  });

  it('begins anew where who goes ahead went back or jumped, and shows no gap', async () => {
    const shelf = new Shelf(4n);
    await shelf.ahead(0n, 2);
    await shelf.ahead(at(3n, 2n));
    expect(await shelf.behind(at(1n, 2n))).toHaveLength(6);
    expect([await shelf.behind(at(3n, 2n)), shelf.reads]).toEqual([[at(4n, 1n), at(4n, 2n)], 3]);
  });

  it('keeps 8,192 events and 32 MiB at most, the newest, for a follower who does not come', async () => {
    for (const [shelf, kept] of [[new Shelf(5_000n), 4_096n], [new Shelf(40n, 1024 * 1024), 16n]] as const) {
      await shelf.ahead(0n, 100_000);
      const first = shelf.commits - kept;
      expect([(await shelf.behind(at(first, 2n), 100_000)).length, shelf.reads]).toEqual([Number(kept) * 2, 1]);
      await shelf.behind(at(first, 1n), 1);
      expect(shelf.reads).toBe(2);
    }
  });
});
