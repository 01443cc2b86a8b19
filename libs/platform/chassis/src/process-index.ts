import { listParameter, type RecordedEvent } from '@carriermesh/platform-ledger';
import type { ProcessIndex } from '@carriermesh/platform-processes';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';
import { realTimers } from '@carriermesh/platform-time';
import { CompiledQuery, sql, type Transaction } from 'kysely';

/** How long an ended process may stay on the list, and how many may: taking each off alone would be a write for each. */
const CLOSE_WITHIN_MS = 1_000;
const MAX_CLOSING = 256;

/** So long those wait for one another that are listed again in order: of many services that have to move at once each would be a write. */
const REOPEN_WITHIN_MS = 10;

interface Listed {
  readonly name: string;
  readonly id: string;
}

interface Seen extends Listed {
  readonly revision: number;
}

/** The processes that were begun and not yet seen to end, as rows: what a start has to take up again. */
export function processIndexView(context: string, categories: ReadonlyMap<string, string>, types: readonly string[]): View<any> {
  const begun = ({ stream, revision }: RecordedEvent): Listed | undefined => {
    if (revision !== 0) return undefined;
    for (const [category, name] of categories) if (stream.startsWith(`${category}-`)) return { name, id: stream.slice(category.length + 1) };
    return undefined;
  };
  const list = async (events: readonly RecordedEvent[], tx: Transaction<any>): Promise<void> => {
    const listed = events.flatMap((event) => begun(event) ?? []);
    if (listed.length === 0) return;
    const columns = [listParameter('text', listed.map(({ name }) => name)), listParameter('text', listed.map(({ id }) => id))] as const;
    await sql`insert into open_process (name, id) select * from unnest(${columns[0]}::text[], ${columns[1]}::text[]) on conflict do nothing`.execute(tx);
  };
  return {
    name: 'process-index',
    context,
    version: 2,
    // `reopened_after`: the revision that somebody had seen last when he listed it; who saw no more than that can't take it off again.
    migrate: 'create table open_process (name text not null, id text not null, reopened_after integer not null default -1, primary key (name, id))',
    listens: types,
    concerns: (event) => begun(event) !== undefined,
    apply: (event, tx) => list([event], tx),
    applyAll: (events, tx) => list(events, tx),
  };
}

const TAKE_OFF = `delete from open_process p using unnest($1::text[], $2::text[], $3::int[]) e(name, id, revision)
  where p.name = e.name and p.id = e.id and p.reopened_after < e.revision`;

/** One that is being taken off this moment stays: the row says after which revision it was listed again. */
const listing = (condition: string): string => `insert into open_process as p (name, id, reopened_after)
  select e.name, e.id, max(e.revision) from unnest($1::text[], $2::text[], $3::int[]) e(name, id, revision) ${condition} group by e.name, e.id
  on conflict (name, id) do update set reopened_after = greatest(p.reopened_after, excluded.reopened_after)`;
const LIST = listing('');
/** Without a flush of its own: the bookmark is written to the same log after it, and takes it along. */
const LIST_IN_ORDER = listing("where set_config('synchronous_commit', 'off', true) is not null");

/** The list as the process engine keeps it. What need not be durable at once is written together, a moment later. */
export class StoredProcessIndex implements ProcessIndex {
  private readonly closing = new Map<string, Seen>();
  private cancel: (() => void) | undefined;
  private reopening: { readonly all: Seen[]; readonly done: Promise<void> } | undefined;

  constructor(private readonly store: ReadModelStore<any>) {}

  async open(): Promise<readonly Listed[]> {
    return this.store.db.selectFrom('open_process').select(['name', 'id']).execute() as Promise<Listed[]>;
  }

  async reopen(name: string, id: string, revision: number, until: 'durable' | 'ordered'): Promise<void> {
    if (until === 'durable') return this.execute(LIST, [{ name, id, revision }]);
    this.reopening ??= this.gathered();
    this.reopening.all.push({ name, id, revision });
    return this.reopening.done;
  }

  async close(name: string, id: string, revision: number): Promise<void> {
    this.closing.set(`${name}/${id}`, { name, id, revision });
    if (this.closing.size >= MAX_CLOSING) return this.flush();
    // A row that stays costs one look at the next start, and nothing else.
    this.cancel ??= realTimers.after(CLOSE_WITHIN_MS, () => void this.flush().catch(() => undefined));
  }

  /** Takes off the list what has ended. */
  async flush(): Promise<void> {
    this.cancel?.();
    this.cancel = undefined;
    const ended = [...this.closing.values()];
    this.closing.clear();
    if (ended.length === 0) return;
    await this.execute(TAKE_OFF, ended);
  }

  private gathered(): NonNullable<typeof this.reopening> {
    const all: Seen[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    realTimers.after(REOPEN_WITHIN_MS, () => {
      this.reopening = undefined;
      resolve(this.execute(LIST_IN_ORDER, all));
    });
    return { all, done: promise };
  }

  private async execute(statement: string, processes: readonly Seen[]): Promise<void> {
    const names = [processes.map(({ name }) => name), processes.map(({ id }) => id)].map((each) => listParameter('text', each));
    await this.store.db.executeQuery(CompiledQuery.raw(statement, [...names, listParameter('int4', processes.map(({ revision }) => revision))]));
  }
}
