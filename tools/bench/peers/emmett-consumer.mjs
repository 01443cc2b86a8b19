// Another event store's reader, for P8.
import pg from 'pg';

const TYPE = 'advertising.v1.CapacityHeld';
const EVENTS = 10_000;
const APPEND = 100;

/** A store with a layout of its own, which its own reader reads; the sums of a few events. Its row is left out where the package is not installed. */
export async function emmettRows(url) {
  const emmett = await import('@event-driven-io/emmett-postgresql').catch(() => undefined);
  if (!emmett) {
    process.stderr.write('Absent, its row is left out: emmett (npm: @event-driven-io/emmett-postgresql).\n');
    return [];
  }
  const pool = new pg.Pool({ connectionString: url });
  const store = emmett.getPostgreSQLEventStore(url, { connectionOptions: { pooled: true, pool } });
  try {
    await store.schema.migrate();
    for (let n = 0; n < EVENTS; n += APPEND) {
      const events = Array.from({ length: APPEND }, (_, at) => ({ type: TYPE, data: { resourceId: `link-${n}`, mbps: 1 + (at % 97) } }));
      await store.appendToStream(`resource-${n}`, events);
    }
    const held = new Map();
    let seen = 0;
    const consumer = emmett.postgreSQLEventStoreConsumer({ connectionString: url });
    consumer.reactor({ processorId: 'held', eachMessage: ({ data }) => {
      held.set(data.resourceId, (held.get(data.resourceId) ?? 0) + data.mbps);
      seen += 1;
    }, stopAfter: () => seen >= EVENTS });
    const begin = performance.now();
    await consumer.start();
    const seconds = (performance.now() - begin) / 1000;
    await consumer.close();
    if (seen !== EVENTS || held.size !== EVENTS / APPEND) throw new Error(`emmett handed out ${seen} events of ${EVENTS}`);
    return [{ goal: 'P8', metric: `emmett's consumer, a view in memory from ${EVENTS} events`, value: Math.round(EVENTS / seconds), unit: '1/s' }];
  } finally {
    await store.close();
    if (!pool.ended) await pool.end();
  }
}
