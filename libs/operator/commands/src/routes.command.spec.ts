import { describe, expect, it } from '@jest/globals';
import { pathQueryBody, routesCommand, type RoutesFlags, routesText } from './routes.command.js';

const FLAGS: RoutesFlags = { from: '51.5,-0.12', to: 'Vienna', withinKm: '30', mbps: '100', objective: 'latency', paths: '4' };

describe('carriermesh routes', () => {
  it('asks in the words of the API, as of an instant or a revision where one is given', () => {
    const asked = { from: { latitude: 51.5, longitude: -0.12, withinKm: 30 }, to: { city: 'Vienna' }, mbps: 100, objective: 'latency', paths: 4 };
    expect(pathQueryBody(FLAGS)).toEqual(asked);
    expect(pathQueryBody({ ...FLAGS, maxLatencyMs: '12.5', asOf: '2026-05-01T00:00:00Z', revision: '17' })).toEqual({ ...asked, maxLatencyMs: '12.5', asOf: '2026-05-01T00:00:00Z', revision: '17' });
    expect(() => pathQueryBody({ ...FLAGS, mbps: 'many' })).toThrow('--mbps is a number, not "many"');
  });

  it('S0-9 refuses what can be no time before anybody is asked', async () => {
    await expect(routesCommand({ ...FLAGS, asOf: 'soon' })).rejects.toThrow('--as-of is an instant such as 2026-05-01T00:00:00Z, not "soon"');
  });

  it('tells each way in two lines, and what is not proven', () => {
    const best = { latencyMs: '18', handovers: 1, providers: ['Aa', 'Bb'], popIds: ['Aa/1', 'Aa/2', 'Bb/1', 'Bb/2'], disjointFromBest: false };
    const other = { latencyMs: '25.5', handovers: 0, providers: ['Cc'], popIds: ['Cc/1', 'Cc/2'], disjointFromBest: true };
    expect(routesText({ topologyRevision: '17', complete: true, paths: [best, other] })).toBe(
      'On revision 17 of the topology:\n  18 ms, 1 handover, Aa → Bb\n      Aa/1 – Aa/2 – Bb/1 – Bb/2\n  25.5 ms, 0 handovers, Cc, shares nothing with the first\n      Cc/1 – Cc/2\n',
    );
    expect(routesText({ topologyRevision: '17', complete: false, paths: [best] })).toContain('before it was proven');
  });
});
