// One end of a way to ask over NATS, in a process of its own: `node bus-end.mjs <way> serve|ask <url>`. The serving end says when
// it listens; the asking end takes `{ calls, inFlight }` and gives the microseconds of each call and the seconds of all.
import { WAYS } from './bus-ways.mjs';

const [way, role, url] = process.argv.slice(2);

async function askAll(ask, { calls, inFlight }) {
  const micros = new Float64Array(calls);
  let begun = 0;
  const worker = async () => {
    while (begun < calls) {
      const call = begun++;
      const begin = performance.now();
      await ask(call);
      micros[call] = (performance.now() - begin) * 1000;
    }
  };
  const begin = performance.now();
  await Promise.all(Array.from({ length: Math.min(inFlight, calls) }, worker));
  return { micros: Array.from(micros), seconds: (performance.now() - begin) / 1000 };
}

process.on('disconnect', () => process.exit(0));
if (role === 'serve') await WAYS[way].serve(url);
else {
  const ask = await WAYS[way].ask(url);
  process.on('message', async (order) => process.send(await askAll(ask, order)));
}
process.send('ready');
