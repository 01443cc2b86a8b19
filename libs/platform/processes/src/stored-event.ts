import type { EventType, EventData } from '@carriermesh/wire';
import type { RecordedEvent } from '@carriermesh/platform-ledger';

/** A recorded event with its payload decoded. `data`'s type follows from `type`. */
export type StoredEvent<T extends EventType> = Omit<RecordedEvent, 'type'> & { readonly type: T; readonly data: EventData[T] };

/** Any event of the ledger: comparing `type` narrows `data`. */
export type AnyStoredEvent = { [T in EventType]: StoredEvent<T> }[EventType];
