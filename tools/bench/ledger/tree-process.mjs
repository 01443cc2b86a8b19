// Keeps the tree over a ledger's commits, as the relay's process does, and says what it cost: its processor time, and how long it was
// still busy when the writers were done.
import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { TreeKeeper, TreeStore } from '../../../libs/platform/evidence/dist/index.js';
import { PostgresLedger } from '../../../libs/platform/ledger/dist/index.js';
import { signingKey } from '../../../libs/platform/signing/dist/index.js';
import { ledger as wire } from '../../../libs/wire/dist/index.js';

const CATCH_UP_LIMIT_MS = 30_000;

const [url] = process.argv.slice(2);
const complain = (facts, text) => process.stderr.write(`${text}: ${facts.error ?? ''}\n`);
const ledger = await PostgresLedger.open({ connectionString: url, applicationName: 'bench-tree' });
const store = new TreeStore(url);
const key = signingKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
let position = 0n;
const tell = (head) => (position = wire.TreeHead.decode(head.body).position);
const keeper = new TreeKeeper({ ledger, store, key, log: { warn: complain, error: complain }, tell });
keeper.start();

process.on('message', async () => {
  const askedMs = performance.now();
  await caughtUp();
  const { user, system } = process.cpuUsage();
  process.send({ commits: Number(keeper.size), cpuMicros: user + system, behindMs: performance.now() - askedMs });
});
process.on('disconnect', async () => {
  await keeper.stop();
  await Promise.all([store.close(), ledger.close()]);
  process.exit(0);
});

async function caughtUp() {
  for (const giveUpMs = performance.now() + CATCH_UP_LIMIT_MS; position < (await ledger.head()); await sleep(5)) {
    if (performance.now() > giveUpMs) throw new Error(`the tree ends at ${position}, ${CATCH_UP_LIMIT_MS} ms after the last commit`);
  }
}
