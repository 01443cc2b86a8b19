import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EndpointAnswer, EndpointRequest } from './endpoint-protocol.js';
import { missingRequirement } from './requirements.js';

const ENDPOINT = fileURLToPath(new URL('../../../dist/drivers/linux/endpoint-main.js', import.meta.url));
const LOOPBACK = '::1';
/** How far a process may be off that was kept from the processor while it found out what time it is, or was started before the machine's clock was set. */
const OFFS_MS = [-20, 0, 20];
const withOrigin = (offMs: number): string =>
  `data:text/javascript,const origin=performance.timeOrigin;Object.defineProperty(performance,'timeOrigin',{value:origin+${offMs}});const now=Date.now;Date.now=()=>now()+${offMs}`;

const missing = await missingRequirement('cmtest');
const suite = missing === undefined ? describe : describe.skip;

suite(`S2-14 the ends of one machine${missing === undefined ? '' : ` (skipped: it needs ${missing})`}`, () => {
  let reflector: ChildProcess;
  let senders: readonly ChildProcess[];

  beforeAll(async () => {
    const end = (offMs: number): ChildProcess => fork(ENDPOINT, { serialization: 'advanced', execArgv: ['--import', withOrigin(offMs)] });
    [reflector, senders] = [end(0), OFFS_MS.map(end)];
    expect(await ask(reflector, { id: 1, kind: 'reflect', address: LOOPBACK })).toMatchObject({ kind: 'done' });
  });
  afterAll(async () => {
    await Promise.all([reflector, ...senders].map((child) => (child.kill('SIGKILL'), once(child, 'exit'))));
  });

  async function ask(end: ChildProcess, request: EndpointRequest): Promise<EndpointAnswer> {
    end.send(request);
    const [answer] = (await once(end, 'message')) as [EndpointAnswer];
    return answer;
  }

  it('read one clock: no packet arrives before it was sent, whichever way it goes and whatever time each end takes it for', async () => {
    const window = { kind: 'measure', from: LOOPBACK, to: LOOPBACK, packets: 10, intervalMs: 5, patienceMs: 5_000 } as const;
    for (const sender of senders) {
      const answer = await ask(sender, { id: 1, ...window });
      if (answer.kind !== 'done' || !answer.report?.oneWay) throw new Error(`no delays of one way: ${JSON.stringify(answer)}`);
      const { received, oneWay: { forward, backward } } = answer.report;
      expect(received).toBe(window.packets);
      expect([forward.leastNs > 0n, backward.leastNs > 0n]).toEqual([true, true]);
    }
  });
});
