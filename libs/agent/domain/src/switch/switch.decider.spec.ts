import { describe, expect, it } from '@jest/globals';
import { fold, specify } from '@carriermesh/decider';
import { money, parseInstant, type Instant } from '@carriermesh/kernel';
import fc from 'fast-check';
import { ChangeNumbers } from './change-log.js';
import { guaranteedMbps, usedMbps, type Principal, type SwitchDevice, type SwitchState } from './device.js';
import { changesFor, deviceSight, elementSight } from './switch-sights.js';
import type { SwitchCommand, SwitchEvent } from './switch-events.js';
import { switchDecider } from './switch.decider.js';

const askedAt = parseInstant('2026-01-05T09:00:00Z') as Instant;
const device: SwitchDevice = {
  id: 'ix1',
  capacityMbps: 1_000,
  ports: ['ge1', 'ge2', 'ge3', 'ge4'].map((name) => ({ name, mbps: 400 })),
  monthlyPerMbps: money('EUR', 40_000_000n),
  monthlyPerPort: money('EUR', 2_500_000_000n),
  administrators: new Map([['noc', 'd'.repeat(64)]]),
};
const noc: Principal = { of: 'device', name: 'noc' };
const alfa: Principal = { of: 'element', elementId: 'alfa', name: 'ada' };
const bravo: Principal = { of: 'element', elementId: 'bravo', name: 'bob' };
const decider = switchDecider(device);
const decide = specify(decider);

const elementSet = (elementId: string, quotaMbps: number, ports: readonly string[]): SwitchEvent => ({ type: 'element-set', data: { by: noc, askedAt, elementId, owner: `${elementId}-net`, quotaMbps, ports } });
const administratorSet = (elementId: string, name: string, tokenSha256: string): SwitchEvent => ({ type: 'administrator-set', data: { by: noc, askedAt, elementId, name, tokenSha256 } });
const given = [elementSet('alfa', 600, ['ge1', 'ge2']), administratorSet('alfa', 'ada', 'a'.repeat(64)), elementSet('bravo', 300, ['ge3']), administratorSet('bravo', 'bob', 'b'.repeat(64))];
const set = (by: Principal, elementId: string, ports: readonly (readonly [string, number])[], name = 'vpn'): SwitchCommand => ({
  kind: 'set-instance', by, askedAt, elementId, instance: { name, ports: ports.map(([port, mbps]) => ({ port, mbps, role: 'root' as const, sourceMacs: [] })) },
});
const share = (elementId: string, quotaMbps: number, ports: readonly string[], token = 'c'): SwitchCommand => ({
  kind: 'set-element', by: noc, askedAt, elementId, owner: `${elementId}-net`, quotaMbps, ports, administrator: { name: 'first', tokenSha256: token.repeat(64) },
});
/** Of an element that there is. */
const resized = (elementId: string, quotaMbps: number, ports: readonly string[]): SwitchCommand => ({ kind: 'set-element', by: noc, askedAt, elementId, owner: `${elementId}-net`, quotaMbps, ports });
const logOf = (events: readonly SwitchEvent[]) => {
  const numbers = new ChangeNumbers();
  let state: SwitchState = decider.initial;
  return events.map((event) => {
    const before = state;
    state = decider.evolve(before, event);
    return numbers.enter(event, [before, state]);
  });
};
const codeOf = (command: SwitchCommand, ...history: readonly SwitchEvent[]): string => {
  const decision = decide.given(...history).when(command);
  return decision.kind === 'refused' ? decision.refusal.code : decision.kind;
};

describe('S0-3 the shares of one device', () => {
  it('are guaranteed up to the last Mbit/s that the device carries, and not one more', () => {
    expect(codeOf(share('charlie', 100, ['ge4']), ...given)).toBe('accepted');
    expect(decide.given(...given).when(share('charlie', 101, ['ge4']))).toMatchObject({ refusal: { code: 'capacity-exceeded', facts: { quota_mbps: '101', free_mbps: '100' } } });
    // What an element gives up when it changes is free for its own change.
    expect(codeOf(resized('alfa', 700, ['ge1', 'ge2']), ...given)).toBe('accepted');
    expect(codeOf(resized('alfa', 701, ['ge1', 'ge2']), ...given)).toBe('capacity-exceeded');
  });

  it('have ports of their own', () => {
    expect(codeOf(share('charlie', 10, ['ge3']), ...given)).toBe('port-taken');
    expect(codeOf(share('charlie', 10, ['ge9']), ...given)).toBe('unknown-port');
  });

  it('begin with an administrator whose token nobody else has, the device’s owner included', () => {
    expect(codeOf(resized('charlie', 10, []), ...given)).toBe('administrator-missing');
    expect(codeOf(share('charlie', 10, [], 'a'), ...given)).toBe('credential-taken');
    expect(codeOf(share('charlie', 10, [], 'd'), ...given)).toBe('credential-taken');
  });

  it('are not made smaller than what their owner uses of them', () => {
    const used: SwitchEvent = { type: 'instance-set', data: { by: alfa, askedAt, elementId: 'alfa', instance: { name: 'vpn', ports: [{ port: 'ge1', mbps: 250, role: 'root', sourceMacs: [] }] } } };
    expect(codeOf(resized('alfa', 249, ['ge1']), ...given, used)).toBe('quota-below-use');
    expect(codeOf(resized('alfa', 250, ['ge2']), ...given, used)).toBe('port-in-use');
    expect(codeOf(resized('alfa', 250, ['ge1']), ...given, used)).toBe('accepted');
    expect(codeOf({ kind: 'remove-element', by: noc, askedAt, elementId: 'alfa', force: false }, ...given, used)).toBe('element-in-use');
    expect(codeOf({ kind: 'remove-element', by: noc, askedAt, elementId: 'alfa', force: true }, ...given, used)).toBe('accepted');
  });

  it('are not handed to another owner with what stands in them', () => {
    expect(codeOf({ ...resized('alfa', 600, ['ge1', 'ge2']), owner: 'charlie-net' } as SwitchCommand, ...given)).toBe('owner-fixed');
  });
});

describe('S0-4 what an owner configures of its share', () => {
  it('takes up to the last Mbit/s of its quota and of each port, and not one more', () => {
    expect(codeOf(set(alfa, 'alfa', [['ge1', 300], ['ge2', 300]]), ...given)).toBe('accepted');
    expect(decide.given(...given).when(set(alfa, 'alfa', [['ge1', 301], ['ge2', 300]]))).toMatchObject({ refusal: { code: 'quota-exceeded', facts: { asked_mbps: '601', free_mbps: '600' } } });
    expect(codeOf(set(alfa, 'alfa', [['ge1', 401]]), ...given)).toBe('port-too-slow');
    expect(codeOf(set(alfa, 'alfa', [['ge1', 10], ['ge1', 10]]), ...given)).toBe('port-in-use');
  });

  it('names a neighbour’s port in vain, and hears the same as of one that does not exist', () => {
    const heard = (port: string) => decide.given(...given).when(set(alfa, 'alfa', [[port, 1]]));
    expect(heard('ge3')).toEqual({ kind: 'refused', refusal: { code: 'port-not-yours', message: 'Element alfa has no port ge3.', facts: { port: 'ge3' } } });
    expect(heard('ge9')).toEqual({ kind: 'refused', refusal: { code: 'port-not-yours', message: 'Element alfa has no port ge9.', facts: { port: 'ge9' } } });
  });

  it('is asked twice and done once', () => {
    const first = decide.given(...given).when(set(alfa, 'alfa', [['ge1', 10]]));
    if (first.kind !== 'accepted') throw new Error(first.kind);
    expect(codeOf(set(alfa, 'alfa', [['ge1', 10]]), ...given, ...first.events)).toBe('ignored');
  });

  it('keeps at least one administrator', () => {
    expect(codeOf({ kind: 'remove-administrator', by: alfa, askedAt, elementId: 'alfa', name: 'ada' }, ...given)).toBe('last-administrator');
    expect(codeOf({ kind: 'remove-administrator', by: alfa, askedAt, elementId: 'alfa', name: 'ada' }, ...given, administratorSet('alfa', 'eve', 'e'.repeat(64)))).toBe('accepted');
  });
});

describe('S0-5 the device’s owner', () => {
  const used: SwitchEvent = { type: 'instance-set', data: { by: alfa, askedAt, elementId: 'alfa', instance: { name: 'secret-vpn', ports: [{ port: 'ge1', mbps: 250, role: 'root', sourceMacs: [] }] } } };
  const state = fold(decider, [...given, used]);

  it('sees capacity, ports and exact charges, and nothing of what is configured within', () => {
    const sight = deviceSight(device, state);
    expect(sight).toMatchObject({ freeMbps: 100, monthlyCharge: money('EUR', 900n * 40_000_000n + 3n * 2_500_000_000n) });
    expect(sight.elements[0]).toEqual({ elementId: 'alfa', owner: 'alfa-net', quotaMbps: 600, ports: ['ge1', 'ge2'], monthlyCharge: money('EUR', 600n * 40_000_000n + 2n * 2_500_000_000n) });
    expect(JSON.stringify(sight, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain('secret');
  });

  it('can’t configure a share, nor name its administrators once it has one', () => {
    expect(codeOf(set(noc, 'alfa', [['ge1', 1]]), ...given)).toBe('not-yours');
    expect(codeOf({ kind: 'set-administrator', by: noc, askedAt, elementId: 'alfa', name: 'mole', tokenSha256: 'f'.repeat(64) }, ...given)).toBe('not-yours');
    expect(decide.given(...given).when(share('alfa', 500, ['ge1', 'ge2']))).toMatchObject({ refusal: { code: 'administrator-fixed', facts: { element: 'alfa', administrator: 'first' } } });
    expect(codeOf(share('alfa', 600, ['ge1', 'ge2']), ...given)).toBe('administrator-fixed');
  });

  it('may ask again as it asked first, also for another size, and hears the same whoever administers the share by then', () => {
    const first = share('charlie', 50, ['ge4']);
    const begun = decide.given(...given).when(first);
    if (begun.kind !== 'accepted') throw new Error(begun.kind);
    const taken: readonly SwitchEvent[] = [administratorSet('charlie', 'eve', 'e'.repeat(64)), { type: 'administrator-removed', data: { by: alfa, askedAt, elementId: 'charlie', name: 'first' } }];
    for (const meanwhile of [[], taken]) {
      const history = [...given, ...begun.events, ...meanwhile];
      expect(codeOf(first, ...history)).toBe('ignored');
      expect(decide.given(...history).when(share('charlie', 60, ['ge4']))).toMatchObject({ kind: 'accepted', events: [{ data: expect.not.objectContaining({ administrator: expect.anything() }) }] });
      expect(codeOf(share('charlie', 60, ['ge4'], 'e'), ...history)).toBe('administrator-fixed');
    }
    const removed: SwitchEvent = { type: 'element-removed', data: { by: noc, askedAt, elementId: 'charlie' } };
    expect(codeOf(share('charlie', 50, ['ge4'], 'f'), ...given, ...begun.events, removed)).toBe('accepted');
  });

  it('reads of changes of shares and of refused attempts alone; an owner reads its own log, and never a predecessor’s', () => {
    const attempt: SwitchEvent = { type: 'attempt-refused', data: { by: bravo, askedAt, elementId: 'alfa', attempt: 'read instances' } };
    const entries = logOf([...given, used, attempt]);
    const all = { after: 0, most: 100 };
    expect(changesFor(noc, entries, all).map(({ change }) => change)).toEqual(['element-set', 'element-set', 'attempt-refused']);
    expect(changesFor(alfa, entries, all).map(({ change, by }) => [change, by])).toEqual([
      ['element-set', 'noc of the device'], ['administrator-set', 'noc of the device'], ['instance-set', 'ada of alfa'], ['attempt-refused', 'another element'],
    ]);
    expect(changesFor(bravo, entries, { after: 2, most: 100 })).toEqual([expect.objectContaining({ number: 3, by: 'bob of bravo', what: 'read instances' })]);
    const removed: SwitchEvent = { type: 'element-removed', data: { by: noc, askedAt, elementId: 'alfa' } };
    const onNobodys: SwitchEvent = { type: 'attempt-refused', data: { by: bravo, askedAt, elementId: 'alfa', attempt: 'read what is gone' } };
    const anew = logOf([...given, used, attempt, removed, onNobodys, elementSet('alfa', 1, [])]);
    expect(changesFor(alfa, anew, all).map(({ number, change }) => [number, change])).toEqual([[1, 'element-set']]);
  });

  it('I10 numbers each log by itself, so that nobody can count what its neighbours or its tenants change', () => {
    const used: SwitchEvent = { type: 'instance-removed', data: { by: alfa, askedAt, elementId: 'alfa', name: 'vpn' } };
    const attempt: SwitchEvent = { type: 'attempt-refused', data: { by: alfa, askedAt, elementId: 'bravo', attempt: 'read' } };
    const entries = logOf([...given, used, used, attempt, used, elementSet('bravo', 301, ['ge3'])]);
    const numbers = (reader: Principal) => changesFor(reader, entries, { after: 0, most: 100 }).map(({ number }) => number);
    expect(numbers(noc)).toEqual([1, 2, 3, 4]);
    expect(numbers(alfa)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(numbers(bravo)).toEqual([1, 2, 3, 4]);
    expect(changesFor(bravo, entries, { after: 3, most: 100 })).toEqual([expect.objectContaining({ number: 4, change: 'element-set' })]);
  });
});

describe('I10 whatever elements and the device’s owner ask for, in whatever order', () => {
  const elementIds = fc.constantFrom('alfa', 'bravo', 'charlie');
  const by: fc.Arbitrary<Principal> = fc.oneof(fc.constant(noc), elementIds.map((elementId): Principal => ({ of: 'element', elementId, name: 'any' })));
  const port = fc.constantFrom('ge1', 'ge2', 'ge3', 'ge4', 'ge9');
  const mbps = fc.integer({ min: 1, max: 500 });
  const token = fc.constantFrom('a', 'b', 'c', 'e').map((digit) => digit.repeat(64));
  const common = { by, askedAt: fc.constant(askedAt), elementId: elementIds };
  const name = fc.constantFrom('one', 'two');
  const ofShare = { owner: fc.constantFrom('x', 'y'), quotaMbps: mbps, ports: fc.uniqueArray(port, { maxLength: 3 }) };
  const command: fc.Arbitrary<SwitchCommand> = fc.oneof(
    fc.record({ ...common, kind: fc.constant('set-element' as const), ...ofShare, administrator: fc.record({ name, tokenSha256: token }) }),
    fc.record({ ...common, kind: fc.constant('set-element' as const), ...ofShare }),
    fc.record({ ...common, kind: fc.constant('remove-element' as const), force: fc.boolean() }),
    fc.record({ ...common, kind: fc.constant('set-administrator' as const), name, tokenSha256: token }),
    fc.record({ ...common, kind: fc.constant('remove-administrator' as const), name }),
    fc.record({ ...common, kind: fc.constant('set-instance' as const), instance: fc.record({ name, ports: fc.array(fc.record({ port, mbps, role: fc.constantFrom('root' as const, 'leaf' as const), sourceMacs: fc.constant([]) }), { maxLength: 3 }) }) }),
    fc.record({ ...common, kind: fc.constant('remove-instance' as const), name }),
  );

  it('nothing is oversubscribed, no port has two owners, and nobody’s share moves by another’s doing', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        let state: SwitchState = decider.initial;
        for (const each of commands) {
          const decision = decider.decide(each, state);
          const next = decision.kind === 'accepted' ? fold({ initial: state, evolve: decider.evolve }, decision.events) : state;
          expectSound(next);
          for (const [id, element] of state) if (each.by.of === 'element' && each.by.elementId !== id) expect(next.get(id)).toBe(element);
          if (each.by.of === 'device') for (const [id, element] of next) if (state.has(id)) expect([element.instances, element.administrators]).toEqual([state.get(id)?.instances, state.get(id)?.administrators]);
          state = next;
        }
      }),
      { numRuns: 500 },
    );
  });

  function expectSound(state: SwitchState): void {
    expect(guaranteedMbps(state)).toBeLessThanOrEqual(device.capacityMbps);
    const ports = [...state.values()].flatMap((element) => element.ports);
    expect(new Set(ports).size).toBe(ports.length);
    const tokens = [...state.values()].flatMap(({ administrators }) => [...administrators.values()]);
    expect(new Set(tokens).size).toBe(tokens.length);
    for (const element of state.values()) {
      expect(elementSight(element, device).usedMbps).toBe(usedMbps(element));
      expect(usedMbps(element)).toBeLessThanOrEqual(element.quotaMbps);
      expect(element.administrators.size).toBeGreaterThan(0);
      const attached = [...element.instances.values()].flatMap((instance) => instance.ports.map((one) => one.port));
      expect(new Set(attached).size).toBe(attached.length);
      expect(attached.every((one) => element.ports.includes(one))).toBe(true);
    }
  }
});
