import { sql } from 'kysely';
import { operational } from '@carriermesh/platform-ledger';
import type { ProcessIndex } from '@carriermesh/platform-processes';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';

/** The processes that were begun and not yet seen to end, as rows: what a start has to take up again. */
export function processIndexView(context: string, categories: ReadonlyMap<string, string>, types: readonly string[]): View<any> {
  return {
    name: 'process-index',
    context,
    version: 2,
    // `reopened_after`: the revision that somebody had seen last when he listed it; who saw no more than that can't take it off again.
    migrate: 'create table open_process (name text not null, id text not null, reopened_after integer not null default -1, primary key (name, id))',
    listens: types,
    apply: async (event, tx) => {
      if (event.revision !== 0) return;
      for (const [category, name] of categories) {
        if (!event.stream.startsWith(`${category}-`)) continue;
        const row = { name, id: event.stream.slice(category.length + 1) };
        await (tx as any).insertInto('open_process').values(row).onConflict((conflict: any) => conflict.doNothing()).execute();
      }
    },
  };
}

export function processIndex(store: ReadModelStore<any>): ProcessIndex {
  const db = store.db as any;
  return {
    open: () => operational('the open processes could not be read', () => db.selectFrom('open_process').select(['name', 'id']).execute()),
    reopen: (name, id, revision) =>
      operational(`the process ${name} ${id} could not be listed`, async () => {
        const raised = (conflict: any) => conflict.columns(['name', 'id']).doUpdateSet({ reopened_after: sql`greatest(open_process.reopened_after, ${revision})` });
        await db.insertInto('open_process').values({ name, id, reopened_after: revision }).onConflict(raised).execute();
      }),
    close: (name, id, revision) =>
      operational(`the process ${name} ${id} could not be taken off the list`, async () => {
        await db.deleteFrom('open_process').where('name', '=', name).where('id', '=', id).where('reopened_after', '<', revision).execute();
      }),
  };
}
