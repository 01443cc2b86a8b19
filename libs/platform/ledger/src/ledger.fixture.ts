import { randomUUID } from 'node:crypto';
import { instant } from '@carriermesh/kernel';
import { LEDGER_START, type AppendResult, type Ledger, type NewEvent, type RecordedEvent, type StreamAppend } from './ledger.port.js';

/** For specs: an event with an id of its own and a payload of a few bytes, unless the test says otherwise. */
export const anEvent = (overrides: Partial<NewEvent> = {}): NewEvent => ({
  eventId: randomUUID(),
  type: 'contracting.v1.QuoteOffered',
  payload: Uint8Array.of(8, 150, 1),
  metadata: {
    correlationId: 'ord_0198c0de-0000-7000-8000-000000000001',
    causationId: '0198c0de-0000-7000-8000-000000000002',
    actor: 'process:order-fulfilment',
    occurredAt: instant(1_772_323_200_000_000_001n),
  },
  ...overrides,
});

export const someEvents = (count: number): NewEvent[] => Array.from({ length: count }, () => anEvent());

/** Appends and says the revisions, failing the test on a conflict. */
export async function appended(ledger: Ledger, ...appends: StreamAppend[]): Promise<Extract<AppendResult, { kind: 'appended' }>> {
  const result = await ledger.append(appends);
  if (result.kind !== 'appended') throw new Error(`conflict on ${result.stream}: expected ${result.expected}, actual ${result.actual}`);
  return result;
}

export const eventIds = (events: readonly { readonly eventId: string }[]): string[] => events.map(({ eventId }) => eventId);

/** Everything that `readAll` gives, in pages of `pageSize`. */
export async function readEverything(ledger: Ledger, pageSize: number): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for (;;) {
    const page = await ledger.readAll(all.at(-1)?.position ?? LEDGER_START, pageSize);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** Polls; the limit is generous, because a loaded machine is no failure of the ledger. */
export async function waitUntil(isTrue: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<void> {
  const giveUpAt = Date.now() + limitMs;
  while (!(await isTrue())) {
    if (Date.now() > giveUpAt) throw new Error(`what was waited for did not happen within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
