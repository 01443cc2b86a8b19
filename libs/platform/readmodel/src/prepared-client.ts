import pg from 'pg';

/** Statements that one connection keeps parsed; the server holds a plan for each of them. */
const MAX_PREPARED = 256;
/** Statements seen once; lists of varying length make new ones all the time, and none of them is worth a plan. */
const MAX_SEEN = 1_024;

const seen = new Set<string>();
const names = new Map<string, string>();

/** The name under which a statement is prepared, from the second time on that it is used; the same on every connection. */
function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (!seen.has(text)) {
    if (seen.size >= MAX_SEEN) seen.clear();
    seen.add(text);
    return undefined;
  }
  if (names.size >= MAX_PREPARED) return undefined;
  seen.delete(text);
  const name = `view-${names.size + 1}`;
  names.set(text, name);
  return name;
}

/** A connection that has the server parse and plan a statement once, and not each time: a view runs the same few again and again. */
export class PreparedClient extends pg.Client {
  // The driver's method has nine shapes; the query builder uses this one, and every other one goes on as it came.
  override query(...args: any[]): any {
    const [text, values] = args as [unknown, unknown];
    const name = typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    const run = super.query.bind(this) as (...given: unknown[]) => unknown;
    return name === undefined ? run(...args) : run({ name, text, values }, ...args.slice(2));
  }
}
