import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { namespaces } from './kernel.js';
import { missingRequirement } from './requirements.js';
import { UDP_PORT, type Host } from './testing/small-networks.js';
import { TwoWays } from './testing/two-ways.js';

const PREFIX = `cmw${process.pid}`;
const SLOW_MS = 60_000;
const PACKETS = 200;
const OCTETS = 100;
const MOST_TRIES = 5;

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

  it('refuses to protect what is not active, and what does not meet in one PoP', async () => {
    expect(await ways.protectWrongly()).toEqual([
      { kind: 'refused', reason: 'segment seg_nobody-1 is not active here' },
      { kind: 'refused', reason: "the last PoP of both segments has to have a customer's port" },
    ]);
  });
});
