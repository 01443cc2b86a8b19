import type { Codec } from './codec.js';
import { type AnyEvent, type EventData, type EventType, eventCodecs } from './gen/registry.js';
import { WireError } from './wire-error.js';

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventCodecs, text);
}

/** The codec of an event that is known by its type alone. */
export function eventCodec<T extends EventType>(type: T): Codec<EventData[T]> {
  return eventCodecs[type];
}

export function encodeEvent(event: AnyEvent): Uint8Array {
  return (eventCodec(event.type) as Codec<AnyEvent['data']>).encode(event.data);
}

/** @throws WireError `malformed` when this version does not know the type, or the bytes are no such event */
export function decodeEvent(type: string, bytes: Uint8Array): AnyEvent {
  if (!isEventType(type)) throw new WireError('malformed', type, `this version knows no event of type ${JSON.stringify(type)}`);
  return { type, data: eventCodec(type).decode(bytes) } as AnyEvent;
}
