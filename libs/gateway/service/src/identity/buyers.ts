import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isToken } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';

/** Every request compares its token with every buyer's: this bounds the work. */
export const MAX_BUYERS = 1_000;
const MAX_FILE_CHARACTERS = 1_000_000;
const MAX_NAME_CHARACTERS = 200;

/** Who bears a token. */
export interface Buyer {
  readonly id: string;
  readonly name: string;
  /** Lower-case hex. */
  readonly tokenSha256: string;
}

/**
 * The buyers of the file that CARRIERMESH_BUYERS_FILE names: `{"buyers":[{"id":"acme","name":"…","tokenSha256":"<hex>"}]}`. The
 * file is read again when it changes, so that a token can be given and taken while the mesh runs.
 */
export class Buyers {
  private seen = '';

  private constructor(
    private readonly file: string,
    private readonly log: Logger,
    private buyers: readonly Buyer[],
  ) {}

  /** @throws OperationalError `misconfigured` when the file is missing or is not as described */
  static async open(file: string, log: Logger): Promise<Buyers> {
    const seen = await versionOf(file);
    const buyers = new Buyers(file, log, await readBuyers(file));
    buyers.seen = seen;
    return buyers;
  }

  /** The time that it takes says nothing about how much of the token is right. */
  async bearerOf(token: string): Promise<Buyer | undefined> {
    await this.refresh();
    const presented = createHash('sha256').update(token).digest();
    let found: Buyer | undefined;
    for (const buyer of this.buyers) {
      if (timingSafeEqual(presented, Buffer.from(buyer.tokenSha256, 'hex'))) found = buyer;
    }
    return found;
  }

  /** Whether a token that was right before still is. */
  knows({ id, tokenSha256 }: Buyer): boolean {
    return this.buyers.some((buyer) => buyer.id === id && buyer.tokenSha256 === tokenSha256);
  }

  /** Reads the file when it changed. A file that can't be read leaves the buyers as they were, and a line in the log. */
  async refresh(): Promise<void> {
    const version = await versionOf(this.file);
    if (version === this.seen) return;
    this.seen = version;
    try {
      this.buyers = await readBuyers(this.file);
      this.log.info({ buyers: this.buyers.length }, 'the buyers were read again');
    } catch (error) {
      this.log.error({ error, file: this.file }, 'the buyers could not be read again; those known before stay');
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

async function readBuyers(file: string): Promise<readonly Buyer[]> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new OperationalError('misconfigured', `the buyers' file ${file} can't be read: ${error.message}`, { cause: error });
  });
  const problem = (what: string): OperationalError => new OperationalError('misconfigured', `the buyers' file ${file} ${what}`);
  if (text.length > MAX_FILE_CHARACTERS) throw problem(`has ${text.length} characters, more than ${MAX_FILE_CHARACTERS}`);
  return parseBuyers(text, problem);
}

function parseBuyers(text: string, problem: (what: string) => OperationalError): readonly Buyer[] {
  const listed = buyersIn(text);
  if (!listed) throw problem('is not JSON of the form {"buyers":[…]}');
  if (listed.length > MAX_BUYERS) throw problem(`lists ${listed.length} buyers, more than ${MAX_BUYERS}`);
  const buyers = listed.map((entry, index) => {
    const buyer = asBuyer(entry);
    if (!buyer) throw problem(`has no id of 1 to 64 letters, digits, _ and -, no name or no tokenSha256 of 64 hex digits in entry ${index}`);
    return buyer;
  });
  for (const key of ['id', 'tokenSha256'] as const) {
    // One token for two buyers, or two buyers under one id, would show the one what is the other's.
    if (new Set(buyers.map((buyer) => buyer[key])).size < buyers.length) throw problem(`has two entries with the same ${key}`);
  }
  return buyers;
}

function buyersIn(text: string): readonly unknown[] | undefined {
  try {
    const { buyers } = JSON.parse(text) as { buyers?: unknown };
    return Array.isArray(buyers) ? buyers : undefined;
  } catch {
    return undefined;
  }
}

function asBuyer(entry: unknown): Buyer | undefined {
  const { id, name, tokenSha256 } = (entry ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof tokenSha256 !== 'string') return undefined;
  const sha256 = tokenSha256.toLowerCase();
  return isToken(id) && name.length <= MAX_NAME_CHARACTERS && /^[0-9a-f]{64}$/.test(sha256) ? { id, name, tokenSha256: sha256 } : undefined;
}
