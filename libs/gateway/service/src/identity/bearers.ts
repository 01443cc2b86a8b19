import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isToken } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';

/** Every request compares its token with every one of its list: this bounds the work. */
export const MAX_BEARERS = 1_000;
const MAX_FILE_CHARACTERS = 1_000_000;
const MAX_NAME_CHARACTERS = 200;

/** RFC 6750, and a bound: a longer token is nobody's. */
const BEARER = /^Bearer +([A-Za-z0-9\-._~+/]{1,512}=*)$/i;

/** The token of an `Authorization` header. */
export const bearerToken = (authorization = ''): string | undefined => BEARER.exec(authorization)?.[1];

/** Who bears a token. */
export interface Bearer {
  readonly id: string;
  readonly name: string;
  /** Lower-case hex. */
  readonly tokenSha256: string;
}

/** A list of a file: `{"buyers":[{"id":"acme","name":"…","tokenSha256":"<hex>"}]}`, or of `suppliers`. */
export type BearerList = 'buyers' | 'suppliers';

/** Who may ask, by their tokens. The file is read again when it changes, so that a token can be given and taken while the mesh runs. */
export abstract class Bearers {
  private seen = '';
  private bearers: readonly Bearer[] = [];

  protected constructor(
    private readonly file: string,
    private readonly log: Logger,
    private readonly list: BearerList,
  ) {}

  /** @throws OperationalError `misconfigured` when the file is missing or is not as described */
  protected async opened(): Promise<this> {
    this.seen = await versionOf(this.file);
    this.bearers = await readBearers(this.file, this.list);
    return this;
  }

  /** The time that it takes says nothing about how much of the token is right. */
  async bearerOf(token: string): Promise<Bearer | undefined> {
    await this.refresh();
    const presented = createHash('sha256').update(token).digest();
    let found: Bearer | undefined;
    for (const bearer of this.bearers) {
      if (timingSafeEqual(presented, Buffer.from(bearer.tokenSha256, 'hex'))) found = bearer;
    }
    return found;
  }

  /** Whether a token that was right before still is. */
  knows({ id, tokenSha256 }: Bearer): boolean {
    return this.bearers.some((bearer) => bearer.id === id && bearer.tokenSha256 === tokenSha256);
  }

  /** Reads the file when it changed. A file that can't be read leaves them as they were, and a line in the log. */
  async refresh(): Promise<void> {
    const version = await versionOf(this.file);
    if (version === this.seen) return;
    this.seen = version;
    try {
      this.bearers = await readBearers(this.file, this.list);
      this.log.info({ [this.list]: this.bearers.length }, `the ${this.list} were read again`);
    } catch (error) {
      this.log.error({ error, file: this.file }, `the ${this.list} could not be read again; those known before stay`);
    }
  }
}

/** What is different when the file is. */
async function versionOf(file: string): Promise<string> {
  return stat(file, { bigint: true }).then(
    ({ dev, ino, size, mtimeNs }) => [dev, ino, size, mtimeNs].join('/'),
    () => 'missing',
  );
}

async function readBearers(file: string, list: BearerList): Promise<readonly Bearer[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new OperationalError('misconfigured', `the ${list}' file ${file} can't be read: ${error.message}`, { cause: error });
  });
  const problem = (what: string): OperationalError => new OperationalError('misconfigured', `the ${list}' file ${file} ${what}`);
  if (text.length > MAX_FILE_CHARACTERS) throw problem(`has ${text.length} characters, more than ${MAX_FILE_CHARACTERS}`);
  const listed = listedIn(text, list);
  if (!listed) throw problem(`is not JSON of the form {"${list}":[…]}`);
  if (listed.length > MAX_BEARERS) throw problem(`lists ${listed.length} ${list}, more than ${MAX_BEARERS}`);
  return parseBearers(listed, problem);
}

function parseBearers(listed: readonly unknown[], problem: (what: string) => OperationalError): readonly Bearer[] {
  const bearers = listed.map((entry, index) => {
    const bearer = asBearer(entry);
    if (!bearer) throw problem(`has no id of 1 to 64 letters, digits, _ and -, no name or no tokenSha256 of 64 hex digits in entry ${index}`);
    return bearer;
  });
  for (const key of ['id', 'tokenSha256'] as const) {
    // One token for two of them, or two under one id, would show the one what is the other's.
    if (new Set(bearers.map((bearer) => bearer[key])).size < bearers.length) throw problem(`has two entries with the same ${key}`);
  }
  return bearers;
}

function listedIn(text: string, list: BearerList): readonly unknown[] | undefined {
  try {
    const entries = (JSON.parse(text) as Readonly<Record<string, unknown>>)[list];
    return Array.isArray(entries) ? entries : undefined;
  } catch {
    return undefined;
  }
}

function asBearer(entry: unknown): Bearer | undefined {
  const { id, name, tokenSha256 } = (entry ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof tokenSha256 !== 'string') return undefined;
  const sha256 = tokenSha256.toLowerCase();
  return isToken(id) && name.length <= MAX_NAME_CHARACTERS && /^[0-9a-f]{64}$/.test(sha256) ? { id, name, tokenSha256: sha256 } : undefined;
}
