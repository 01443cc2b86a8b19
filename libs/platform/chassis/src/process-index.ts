import { operational } from '@carriermesh/platform-ledger';
import type { ProcessIndex } from '@carriermesh/platform-processes';
import type { ReadModelStore, View } from '@carriermesh/platform-readmodel';

/** The processes that were begun and not yet seen to end, as rows: what a start has to take up again. */
export function processIndexView(context: string, categories: ReadonlyMap<string, string>, types: readonly string[]): View<any> {
  return {
    name: 'process-index',
    context,
    version: 1,
    migrate: 'create table open_process (name text not null, id text not null, primary key (name, id))',
    listens: types,
    apply: async (event, tx) => {
      if (event.revision !== 0) return;
      for (const [category, name] of categories) {
        if (!event.stream.startsWith(`${category}-`)) continue;
        await listProcess(tx, { name, id: event.stream.slice(category.length + 1) });
      }
    },
  };
}

export function processIndex(store: ReadModelStore<any>): ProcessIndex {
  const db = store.db as any;
  return {
    open: () => operational('the open processes could not be read', () => db.selectFrom('open_process').select(['name', 'id']).execute()),
    reopen: (name, id) => operational(`the process ${name} ${id} could not be listed`, () => listProcess(db, { name, id })),
    close: (name, id) =>
      operational(`the process ${name} ${id} could not be taken off the list`, async () => {
        await db.deleteFrom('open_process').where('name', '=', name).where('id', '=', id).execute();
      }),
  };
}

async function listProcess(db: any, row: { readonly name: string; readonly id: string }): Promise<void> {
  await db.insertInto('open_process').values(row).onConflict((conflict: any) => conflict.doNothing()).execute();
}
