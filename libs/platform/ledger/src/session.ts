import pg from 'pg';
import { BindMessage } from './bind-message.js';
import { operationalErrorOf } from './postgres-errors.js';
import { submit, type PreparedQuery, type TextRow } from './submission.js';

export const CONNECT_TIMEOUT_MS = 5_000;
/** Beyond this the outcome counts as unknown. The database may still finish: that is what event ids are for. */
export const STATEMENT_TIMEOUT_MS = 30_000;

/** The message belongs to the connection: a socket that hangs may send it long after the session has another one. */
interface Connection {
  readonly client: pg.Client;
  readonly message: BindMessage;
}

/** One connection of its own, for one query at a time, opened when it is first needed and again after it broke. */
export class Session {
  private opening: Promise<Connection> | undefined;
  /** That was opened, and is not known to be broken: a query on it is sent at once, and not when the work that is under way has let go. */
  private standing: Connection | undefined;

  /** `prepare` runs on every new connection; when it throws, the connection is not used. */
  constructor(
    private readonly config: pg.ClientConfig,
    private readonly prepare: (client: pg.Client) => Promise<void>,
  ) {}

  /**
   * @param query made when the connection stands: what it rests on may have to be forgotten on a new one
   * @param onSent called when the query is on its way, before its answer can be there
   * @throws OperationalError when the database can't be reached or the outcome is unknown
   */
  async query(query: () => PreparedQuery, onSent?: () => void): Promise<readonly TextRow[]> {
    const { client, message } = this.standing ?? (await this.connection());
    try {
      const answer = submit(client, query(), message);
      onSent?.();
      return await answer;
    } catch (error) {
      const failure = operationalErrorOf(error, 'the ledger could not be written');
      if (failure) this.close();
      throw failure ?? error;
    }
  }

  /** Closes the connection without waiting; the next query opens another one. */
  close(): void {
    const { opening } = this;
    this.forget();
    opening?.then(({ client }) => client.end()).catch(() => undefined);
  }

  private connection(): Promise<Connection> {
    if (this.opening === undefined) {
      const opening = this.open(() => {
        if (this.opening === opening) this.forget();
      });
      this.opening = opening;
      opening.then((connection) => {
        if (this.opening === opening) this.standing = connection;
      }, () => undefined);
    }
    return this.opening;
  }

  private forget(): void {
    this.opening = undefined;
    this.standing = undefined;
  }

  private async open(broken: () => void): Promise<Connection> {
    const client = new pg.Client({ ...this.config, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, query_timeout: STATEMENT_TIMEOUT_MS, keepAlive: true });
    // A connection that breaks while it is idle says so here; without a listener the process would end.
    client.on('error', broken);
    client.on('end', broken);
    try {
      await client.connect();
      await this.prepare(client);
      return { client, message: new BindMessage() };
    } catch (error) {
      broken();
      client.end().catch(() => undefined);
      throw operationalErrorOf(error, "the ledger's database could not be reached") ?? error;
    }
  }
}
