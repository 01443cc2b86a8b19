import pg from 'pg';

const BOOKS: ReadonlySet<string> = new Set(['view_checkpoint', 'view_parked', 'view_dropped']);

/** What the tables of some services' projections hold, each table's rows in an order of their own. */
export async function projectionRows(postgresUrl: string, services: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    const schemas = services.map((service) => `view_${service}`);
    const { rows: tables } = await client.query<{ schemaname: string; tablename: string }>('select schemaname, tablename from pg_tables where schemaname = any($1) order by 1, 2', [schemas]);
    const held = new Map<string, unknown>();
    for (const { schemaname, tablename } of tables.filter(({ tablename }) => !BOOKS.has(tablename))) {
      const { rows } = await client.query(`select to_jsonb(t) as row from ${schemaname}.${pg.escapeIdentifier(tablename)} t order by t::text`);
      held.set(`${schemaname}.${tablename}`, rows);
    }
    return held;
  } finally {
    await client.end();
  }
}
