/** What an id names; a person reads the prefix, a program compares the whole text. */
export type IdPrefix = 'ord' | 'quo' | 'con' | 'inv' | 'set' | 'hol' | 'seg' | 'spl' | 'act' | 'dis';

export type TypedId<P extends IdPrefix> = `${P}_${string}`;

/** `ord_0198…`: a UUID behind its typed prefix. */
export const typedId = <P extends IdPrefix>(prefix: P, uuid: string): TypedId<P> => `${prefix}_${uuid}`;

/** The id of another kind of thing that belongs to the same UUID: the hold of an order, the contract of a quote. */
export const sameUuid = <P extends IdPrefix>(prefix: P, id: string): TypedId<P> => typedId(prefix, id.slice(id.indexOf('_') + 1));

/** Lets 1 to 64 letters, digits, `_` and `-` pass: what is at once a NATS subject token, a file name and a URL segment. */
export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{1,64}$/.test(text);
