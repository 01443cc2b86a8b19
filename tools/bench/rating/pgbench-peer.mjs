// What durable charges are held against (decision 27): pgbench with 64 writers, in the same run and on the same server.
import { pgbench } from '../ledger/rivals.mjs';

const WRITERS = 64;
/** What it made where the target was set. */
const THEN = { name: `pgbench, ${WRITERS} writers`, unit: '1/s', then: 26_000 };

/** Where there is no pgbench, the target stands unscaled, and that is said. */
export async function pgbenchPeer(postgres) {
  const bench = await pgbench(await postgres.createDatabase());
  if (!bench) process.stderr.write('Absent, the target is not scaled: pgbench (Debian: postgresql-contrib).\n');
  return {
    /** @returns commits a second */
    slice: async () => (await bench?.slice(WRITERS, 1))?.perSecond,
    close: async () => bench?.close(),
  };
}

/** @param slices what was measured @returns the peer as `against` takes it */
export function peerOf(slices) {
  const measured = slices.filter((each) => each !== undefined).toSorted((a, b) => a - b);
  return measured.length === 0 ? undefined : { ...THEN, now: Math.round(measured[Math.floor(measured.length / 2)]) };
}
