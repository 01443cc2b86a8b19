/** What `JSON.stringify` prints without loss: no bigint, no bytes, no instant. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue;
}
