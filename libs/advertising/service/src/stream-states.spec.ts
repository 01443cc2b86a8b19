import { describe, expect, it } from '@jest/globals';
import { instant } from '@carriermesh/kernel';
import type { TypedLedger } from '@carriermesh/platform-chassis';
import type { RecordedEvent } from '@carriermesh/platform-ledger';
import { encodeEvent } from '@carriermesh/wire';
import { StreamStates } from './stream-states.js';

const stream = 'resource-Ai3/a-b';
const counting = { initial: 0, evolve: (count: number) => count + 1 };
const withdrawn = { type: 'advertising.v1.ResourceWithdrawn', data: { resourceId: 'Ai3/a-b', providerId: 'Ai3', batchId: 'b' } } as const;

/** The event of a revision, as the ledger hands it out. */
const recorded = (revision: number): RecordedEvent => ({
  stream, revision, position: BigInt(revision + 1), eventId: `${revision}`, type: withdrawn.type, payload: encodeEvent(withdrawn), recordedAt: instant(0n),
  metadata: { actor: 'a', correlationId: 'c', causationId: 'd', occurredAt: instant(0n) },
});

describe('what an instance remembers of a stream', () => {
  it('is not put back by a reading that was begun before a write and ended after it', async () => {
    let answer: (events: readonly RecordedEvent[]) => void = () => undefined;
    const reading = new Promise<readonly RecordedEvent[]>((resolve) => (answer = resolve));
    const ledger = { raw: { readStream: () => reading } } as unknown as TypedLedger;
    const states = new StreamStates<number, typeof withdrawn>(ledger, counting, 10);

    const slow = states.refresh(stream);
    states.change(stream, { state: 1, revision: 0 }, [withdrawn]).written();
    answer([recorded(0)]);

    expect(await slow).toEqual({ state: 2, revision: 1 });
    expect(states.peek(stream)).toEqual({ state: 2, revision: 1 });
  });
});
