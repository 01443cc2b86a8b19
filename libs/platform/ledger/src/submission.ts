import type pg from 'pg';
import type { BindMessage } from './bind-message.js';
import type { Parameter } from './parameter-bytes.js';

export interface PreparedQuery {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

export type TextRow = readonly (string | null)[];

/** What the driver's connection keeps of statements that it has prepared, beside what its types tell. */
type PreparingConnection = pg.Connection & {
  readonly parsedStatements: Readonly<Record<string, string | undefined>>;
  parse(statement: { name: string; text: string; types: readonly number[] }): void;
};

/** Runs a prepared statement on the driver's client. `message` is taken until the answer is there. */
export const submit = (client: pg.ClientBase, query: PreparedQuery, message: BindMessage): Promise<readonly TextRow[]> =>
  new Promise((resolve, reject) => client.query(new Submission(query, message, resolve, reject)));

/** Sends what runs a statement, behind the statement itself where the connection does not know it yet. */
export function prepare(connection: pg.Connection, { name, text }: Pick<PreparedQuery, 'name' | 'text'>, message: () => Buffer): void {
  const { stream, parsedStatements } = connection as PreparingConnection;
  stream.cork();
  if (parsedStatements[name] !== text) (connection as PreparingConnection).parse({ name, text, types: [] });
  stream.write(message());
  stream.uncork();
}

/** The driver's interface for what speaks the wire's protocol by itself: it is told every message that belongs to it. */
class Submission implements pg.Submittable {
  readonly name: string;
  readonly text: string;
  private readonly rows: TextRow[] = [];
  /** Let go of once sent: an answered query that the collector took for long-lived keeps all later ones until a full collection. */
  private parameters: readonly Parameter[];

  constructor(
    query: PreparedQuery,
    private readonly message: BindMessage,
    private readonly resolve: (rows: readonly TextRow[]) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    this.name = query.name;
    this.text = query.text;
    this.parameters = query.parameters;
  }

  /** The driver's time limit replaces this by one that ends the limit too. */
  callback = (error: unknown): void => {
    if (error) this.reject(error);
    else this.resolve(this.rows);
  };

  submit(connection: pg.Connection): void {
    prepare(connection, this, () => this.message.of(this.name, this.parameters));
    this.parameters = [];
  }

  handleDataRow({ fields }: { fields: TextRow }): void {
    this.rows.push(fields);
  }

  handleError(error: unknown): void {
    this.callback(error);
  }

  handleReadyForQuery(): void {
    this.callback(undefined);
  }

  /** The row says all that has to be known. */
  handleCommandComplete(): void {}

  /** That there may be more rows than the one that was asked for. The Sync that follows commits and closes the portal. */
  handlePortalSuspended(): void {}
}
