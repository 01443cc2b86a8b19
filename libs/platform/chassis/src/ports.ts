import type { Instant } from '@carriermesh/kernel';

/** The mesh's time. In a demonstration home its hands can be moved forward; nowhere else. */
export interface Clock {
  now(): Instant;
}

/** For what is decided for good by the time, where an instance's own clock may be behind. */
export interface CheckedClock extends Clock {
  /** By the clock of the database, which all instances share, and its hands as they are now. @throws OperationalError when the database does not answer */
  checked(): Promise<Instant>;
}

/** UUIDv7: sortable by time of making. */
export interface Ids {
  next(): string;
}

/** Speaks for the mesh's operator. Ed25519 over `<domain>\0<body>`. */
export interface Signer {
  /** SHA-256 of the raw public key, lower-case hex. */
  readonly keyId: string;
  readonly publicKey: Uint8Array;
  sign(domain: string, body: Uint8Array): Uint8Array;
}
