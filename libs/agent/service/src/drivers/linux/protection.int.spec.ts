import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Way } from '@carriermesh/agent-domain';
import { namespaces } from './kernel.js';
import { missingRequirement } from './requirements.js';
import { UDP_PORT, type Host } from './testing/small-networks.js';
import { TwoWays } from './testing/two-ways.js';

const PREFIX = `cmw${process.pid}`;
const SLOW_MS = 60_000;
const PACKETS = 200;
const OCTETS = 100;
const MOST_TRIES = 5;
const MOVING_PACKETS = 1_500;
const BEFORE_MS = 200;
/** Between the releases of two providers. */
const APART_MS = 30;
/** How few they are, the bench says; here only that nobody had to plug anything in, while others may be at work on the machine. */
const MOST_LOST = 1_000;

const missing = await missingRequirement(PREFIX);
const suite = missing === undefined ? describe : describe.skip;

suite(`S2-14 a service with two ways over three providers' namespaces${missing === undefined ? '' : ` (skipped: it needs ${missing})`}`, () => {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-ways-'));
  const ways = new TwoWays(directory, PREFIX);
  let from: Host;
  let to: Host;

  beforeAll(async () => {
    [from, to] = await ways.start();
  }, SLOW_MS);
  afterAll(async () => {
    await ways.remove();
    expect((await namespaces()).filter((name) => name.startsWith(`${PREFIX}.`))).toEqual([]);
    rmSync(directory, { recursive: true, force: true });
  }, SLOW_MS);

  /**
   * Octets that came of all packets; what comes by both ways counts twice. A machine that is busy enough makes a whole way seem
   * lost and the exit turn meanwhile, so a run that is not as it should be is repeated; what is wrong always is wrong each time.
   */
  const sent = async (one: Host, other: Host): Promise<number> => {
    for (let tries = 1; ; tries++) {
      await other.end.ask({ kind: 'forget' });
      await one.end.ask({ kind: 'send', to: other.address, port: UDP_PORT, packets: PACKETS, intervalMs: 1, octets: OCTETS });
      const { octets } = await other.end.ask({ kind: 'await', packets: PACKETS, patienceMs: 5_000 });
      if (octets === PACKETS * OCTETS || tries === MOST_TRIES) return octets;
    }
  };

  it('carries each packet once, in both directions, while both ways are whole', async () => {
    expect(await sent(from, to)).toBe(PACKETS * OCTETS);
    expect(await sent(to, from)).toBe(PACKETS * OCTETS);
  });

  it('goes on being measured within the segments of both ways', async () => {
    expect(await ways.measuredLoss()).toEqual([0, 0]);
  });

  it('goes by the other way after the one in use is cut, and back again after that one is cut in its turn, with no word to anybody', async () => {
    for (let round = 0; round < 2; round++) {
      const cut = ways.inUse;
      await ways.cut(cut);
      await ways.left(cut);
      expect(ways.turns.at(-1)?.silentMs).toBeGreaterThanOrEqual(17.5);
      expect(await sent(from, to)).toBe(PACKETS * OCTETS);
      await ways.repair(cut);
    }
  });

  it('is watched again after its agent has started again, and after what watches it was lost', async () => {
    for (const lose of [() => ways.startAgain(), () => ways.loseGuard()]) {
      await lose();
      expect(await sent(from, to)).toBe(PACKETS * OCTETS);
      const cut = ways.inUse;
      await ways.cut(cut);
      await ways.left(cut);
      expect(await sent(from, to)).toBe(PACKETS * OCTETS);
      await ways.repair(cut);
    }
  }, SLOW_MS);

  const own = async () => (await namespaces()).filter((name) => name.startsWith(`${PREFIX}.`));
  const other = (way: Way): Way => (way === 'working' ? 'protecting' : 'working');
  /** Of packets sent every millisecond while something is done. */
  const lost = async (meanwhile: () => Promise<void>): Promise<number> => {
    await to.end.ask({ kind: 'forget' });
    const sending = from.end.ask({ kind: 'send', to: to.address, port: UDP_PORT, packets: MOVING_PACKETS, intervalMs: 1, octets: OCTETS });
    await sleep(BEFORE_MS);
    await meanwhile();
    await sending;
    return MOVING_PACKETS - (await to.end.ask({ kind: 'await', packets: MOVING_PACKETS, patienceMs: 1_000 })).received;
  };

  /** Of the way that the exit takes. Tried again as above, when the exit takes it again. */
  const lostByReleaseOf = async (leaving: Way): Promise<number> => {
    for (let tries = 1; ; tries++) {
      const packets = await lost(() => ways.release(leaving, { apartMs: APART_MS }));
      if (packets === 0 || tries === MOST_TRIES) return packets;
      await ways.activate(leaving);
      await ways.release(other(leaving));
      await ways.activate(other(leaving));
    }
  };

  it('M3 keeps the customer’s ports and loses nothing while one way is released by all of its providers, each at its moment; keeps them while it comes again, and so for the other way', async () => {
    const before = await own();
    const { inUse } = ways;
    for (const leaving of [inUse, other(inUse)]) {
      expect(await lostByReleaseOf(leaving)).toBe(0);
      expect([await sent(from, to), await sent(to, from)]).toEqual([PACKETS * OCTETS, PACKETS * OCTETS]);
      expect(await lost(() => ways.activate(leaving))).toBeLessThan(MOST_LOST);
      expect([await sent(from, to), await sent(to, from)]).toEqual([PACKETS * OCTETS, PACKETS * OCTETS]);
      expect(await own()).toEqual(before);
    }
  }, SLOW_MS);

  it('M3 goes by a way that comes while the port of the one in use is down', async () => {
    await ways.release('protecting');
    await ways.unplug();
    await ways.activate('protecting');
    await ways.left('working');
    expect([await sent(from, to), await sent(to, from)]).toEqual([PACKETS * OCTETS, PACKETS * OCTETS]);
  }, SLOW_MS);

  it('M3 keeps them also where all of its way has to make way for the next one, and takes them away with the service', async () => {
    const before = await own();
    await ways.release('working');
    await ways.release('protecting');
    expect(await own()).toEqual(before);
    await ways.activate('working');
    expect([await sent(from, to), await sent(to, from)]).toEqual([PACKETS * OCTETS, PACKETS * OCTETS]);
    await ways.release('working', { mayGoOn: false });
    expect(await own()).toEqual(before.filter((name) => ![from.namespace, to.namespace].includes(name)));
  }, SLOW_MS);
});
