import { describe, expect, it } from '@jest/globals';
import { inWords, planFaults } from './fault-plan.js';

const SERVICES = ['relay', 'billing', 'billing-2'];
const plan = (seed: number, kills = 50): ReturnType<typeof planFaults> => planFaults({ seed, durationMs: 300_000, kills, services: SERVICES });

describe('the plan of faults', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  it('has as many kills as are asked for, in the order of their time, and all faults are over before the run is', () => {
    const faults = plan(1);
    expect(faults.filter(({ fault }) => fault.kind === 'kill')).toHaveLength(50);
    expect(faults.map(({ atMs }) => atMs)).toEqual(faults.map(({ atMs }) => atMs).sort((a, b) => a - b));
    for (const { atMs, fault } of faults) expect(atMs + ('forMs' in fault ? fault.forMs : 0)).toBeLessThan(300_000);
  });

  it('comes to every target and every kind of fault within a few seeds', () => {
    const said = new Set([1, 2, 3, 4, 5].flatMap((seed) => plan(seed).map(({ fault }) => inWords(fault).replace(/ (?:by|for) \d+ ms/g, ''))));
    for (const target of [...SERVICES, 'nats', 'postgres']) expect(said).toContain(`kill -9 ${target}`);
    for (const to of ['bus', 'database']) for (const passage of ['cut', 'half-open', 'slow']) expect(said).toContain(`way to the ${to} ${passage}`);
    expect(said).toContain('bus killed and its store wiped');
    expect(said).toContain('all connections of the database terminated');
  });
});
