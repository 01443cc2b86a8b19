/** What the gateway's own classes may ask for in their constructors, beside the chassis' `BUS` and `LOGGER`. */
export const BUS_CONNECTION = Symbol('NatsConnection');
/** An AbortSignal: the gateway ends, and whoever makes a request wait lets it go. */
export const STOPPING = Symbol('Stopping');
