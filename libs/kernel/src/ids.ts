/** What an id names; a person reads the prefix, a program compares the whole text. */
export type IdPrefix = 'ord' | 'quo' | 'con' | 'inv' | 'set' | 'hol' | 'seg' | 'spl' | 'act' | 'dis';

export type TypedId<P extends IdPrefix> = `${P}_${string}`;

/** `ord_0198…`: a UUID behind its typed prefix. */
export const typedId = <P extends IdPrefix>(prefix: P, uuid: string): TypedId<P> => `${prefix}_${uuid}`;

/** The id of another kind of thing that belongs to the same UUID: the hold of an order, the contract of a quote. */
export const sameUuid = <P extends IdPrefix>(prefix: P, id: string): TypedId<P> => typedId(prefix, id.slice(id.indexOf('_') + 1));

/**
 * A segment's number in its order says which line it is part of, where several carry the service: those of the second line begin behind so many, those of
 * the third behind twice as many. It is more than a path and all that may stand in for it have. Sellers write it and providers' agents read it.
 */
export const LINE_ORDINALS = 10_000;

/** Lets 1 to 64 letters, digits, `_` and `-` pass: what is at once a NATS subject token, a file name and a URL segment. */
export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(text);

export const MAX_REQUEST_ID_CHARACTERS = 128;

/** Visible ASCII without spaces, 1 to 128 characters: it is printed in logs and URLs, and compared byte by byte. Who asks names the request so, that it counts once. */
export const isRequestId = (text: string): boolean => text.length <= MAX_REQUEST_ID_CHARACTERS && /^[\x21-\x7e]+$/.test(text);
