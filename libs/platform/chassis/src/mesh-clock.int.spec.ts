import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instantFromMs, NANOS_PER_DAY, NANOS_PER_HOUR } from '@carriermesh/kernel';
import { connectBus, NatsBus, type LeanConnection } from '@carriermesh/platform-bus';
import { startNats, startPostgres, type TestNats, type TestPostgres } from '@carriermesh/platform-testing';
import { common } from '@carriermesh/wire';
import { CLOCK_SUBJECT, ClockHands, MeshClock } from './mesh-clock.js';

describe('the clock of a mesh', () => {
  let postgres: TestPostgres;
  let nats: TestNats;
  let connection: LeanConnection;
  let bus: NatsBus;
  let database: string;
  const clocks: MeshClock[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    nats = await startNats();
    connection = await connectBus({ url: nats.url, name: 'clock' });
    bus = new NatsBus(connection, 'clock');
  }, 30_000);
  beforeEach(async () => {
    database = await postgres.createDatabase();
  });
  afterEach(async () => {
    for (const clock of clocks.splice(0)) await clock.close();
  });
  afterAll(async () => {
    await connection.close();
    await nats.stop();
    await postgres.stop();
  });

  const open = async (): Promise<MeshClock> => {
    const clock = await MeshClock.open(database, bus);
    await connection.flush();
    clocks.push(clock);
    return clock;
  };
  /** How far a clock is ahead of the machine's, in whole hours. */
  const hoursAhead = (clock: MeshClock): number => Number((clock.now() - instantFromMs(Date.now()) + NANOS_PER_HOUR / 2n) / NANOS_PER_HOUR);
  const untilAhead = async (clock: MeshClock, hours: number): Promise<void> => {
    for (const deadline = Date.now() + 15_000; hoursAhead(clock) !== hours; ) {
      if (Date.now() > deadline) throw new Error(`the clock is ${hoursAhead(clock)} hours ahead, not ${hours}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  it('shows the machine’s time', async () => {
    expect(hoursAhead(await open())).toBe(0);
  });

  it('is checked against the database’s, with its hands as they are now, by an instance that was not told of them', async () => {
    const clock = await open();
    const off = async (hours: bigint): Promise<bigint> => (await clock.checked()) - instantFromMs(Date.now()) - hours * NANOS_PER_HOUR;
    expect(Math.abs(Number(await off(0n)))).toBeLessThan(5e9);
    const unheard = new ClockHands(database, { tell: () => undefined });
    await unheard.allowMoving();
    await unheard.advance(5n * NANOS_PER_HOUR);
    expect(Math.abs(Number(await off(5n)))).toBeLessThan(5e9);
    expect(hoursAhead(clock)).toBe(5);
  });

  it('of a demonstration is moved for those that run, and for those that start later', async () => {
    const hands = new ClockHands(database, bus);
    await hands.allowMoving();
    const running = await open();
    expect(await hands.advance(NANOS_PER_DAY)).toBe(NANOS_PER_DAY);
    await untilAhead(running, 24);
    expect(await hands.advance(NANOS_PER_HOUR)).toBe(NANOS_PER_DAY + NANOS_PER_HOUR);
    await untilAhead(running, 25);
    expect(hoursAhead(await open())).toBe(25);
  });

  it('of a demonstration goes right again by itself where nothing was heard of its being moved', async () => {
    const unheard = new ClockHands(database, { tell: () => undefined });
    await unheard.allowMoving();
    const cutOff = await open();
    await unheard.advance(NANOS_PER_DAY);
    await untilAhead(cutOff, 24);
  });

  it('is not believed to be moved because the bus says so', async () => {
    const hands = new ClockHands(database, bus);
    const clock = await open();
    expect(await hands.advance(NANOS_PER_DAY)).toBeUndefined();
    bus.tell(CLOCK_SUBJECT, common.ClockOffset.encode({ offsetNs: NANOS_PER_DAY }));
    await hands.allowMoving();
    await hands.advance(NANOS_PER_HOUR);
    await untilAhead(clock, 1);
  });

  it('is never moved back', async () => {
    const hands = new ClockHands(database, bus);
    await hands.allowMoving();
    await expect(hands.advance(-1n)).rejects.toThrow('a clock moves forward alone, not by -1 ns');
  });
});
