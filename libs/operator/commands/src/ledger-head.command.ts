import { OperationalError } from '@carriermesh/platform-errors';
import { headToJson, isSigned, TreeStore } from '@carriermesh/platform-evidence';
import { postgresLedgerUrl, operatorKeys, type LedgerFlags } from './ledger-source.js';
import { EXIT } from './say.js';

/** Prints the newest head that the operator signed. A head whose signature is broken is no head to keep, and is refused. */
export async function headCommand(flags: LedgerFlags): Promise<number> {
  const url = postgresLedgerUrl(flags);
  const keys = operatorKeys(flags);
  const store = new TreeStore(url);
  try {
    const head = await store.newestHead();
    if (!head) throw new OperationalError('unavailable', 'the ledger has no signed head yet: one follows soon after the first commit, while the relay runs');
    if (!isSigned(head.envelope, keys)) throw new OperationalError('misconfigured', `the newest head, of ${head.size} commits, is not signed with the operator's key`);
    process.stdout.write(`${JSON.stringify(headToJson(head.envelope))}\n`);
    return EXIT.done;
  } finally {
    await store.close();
  }
}
