import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** Shorter texts would be met by chance. */
const LEAST_CHARACTERS = 8;

/** Texts that must not be anywhere, in every form in which they could be: as they are, wide, in hexadecimal digits, in base64. */
export class LeakSearch {
  private readonly forms: readonly { readonly text: string; readonly form: Buffer }[];

  constructor(texts: readonly string[]) {
    const short = texts.find((text) => text.length < LEAST_CHARACTERS);
    if (short !== undefined) throw new Error(`"${short}" would be found by chance: a text to look for has ${LEAST_CHARACTERS} characters or more`);
    this.forms = texts.flatMap((text) => formsOf(text).map((form) => ({ text, form })));
  }

  /** The texts that these bytes hold. */
  in(bytes: Buffer): readonly string[] {
    return [...new Set(this.forms.filter(({ form }) => bytes.includes(form)).map(({ text }) => text))];
  }

  /** Every byte of every file below a directory. */
  inFiles(directory: string): readonly string[] {
    const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return entries.flatMap(({ parentPath, name }) => {
      const file = join(parentPath, name);
      return this.in(readIfStillThere(file)).map((text) => `${file}: ${text}`);
    });
  }

  /** Every row of every table: what the server compresses in its files is plain here. */
  async inDatabase(url: string): Promise<readonly string[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const found: string[] = [];
      for (const table of await tablesOf(client)) {
        const { rows } = await client.query<{ row: string }>(`select t::text as row from ${table} t`);
        for (const { row } of rows) found.push(...this.in(Buffer.from(row)).map((text) => `${table}: ${text}`));
      }
      return found;
    } finally {
      await client.end();
    }
  }
}

async function tablesOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  );
  return rows.map(({ name }) => name);
}

function formsOf(text: string): readonly Buffer[] {
  const plain = Buffer.from(text);
  const escaped = JSON.stringify(text).slice(1, -1).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return [plain, Buffer.from(text, 'utf16le'), Buffer.from(escaped), Buffer.from(plain.toString('hex')), ...[0, 1, 2].map((offset) => insideBase64(plain, offset))];
}

/** What base64 makes of the text wherever it stands in longer bytes, without the digits that its neighbours have a part in. */
function insideBase64(plain: Buffer, offset: number): Buffer {
  const digits = Buffer.concat([Buffer.alloc(offset), plain]).toString('base64').replace(/=+$/, '');
  return Buffer.from(digits.slice(offset === 0 ? 0 : offset + 1, -2));
}

/** A server deletes files while it works. Any other file that can't be read would be a blind spot. */
function readIfStillThere(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
