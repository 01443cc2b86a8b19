import { describe, expect, it } from '@jest/globals';
import { HandTimers } from '@carriermesh/platform-time';
import { RIGHT_OF_WAY_MS, RightOfWay } from './right-of-way.js';

/** A bus that says what it is told to, and a clock that stands where it was put. */
class Crossing extends HandTimers {
  private readonly heard = new Map<string, () => void>();
  readonly way = new RightOfWay({ hear: (subject, onMessage) => (this.heard.set(subject, () => onMessage(subject, new Uint8Array())), () => void this.heard.delete(subject)) }, this);
  readonly end = this.way.listen();

  say(type: string): void {
    this.heard.get(`cm.sys.early.${type}`)?.();
  }

  wait(): void {
    this.heard.get('cm.sys.awaited')?.();
  }

  /** Of a reader that comes now. */
  async mayGo(): Promise<boolean> {
    let goes = false;
    void this.way.given().then(() => (goes = true));
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    return goes;
  }
}

const ALARM = 'monitoring.v1.SegmentImpaired';

describe('readers of the ledger', () => {
  it('go on at once while no service is down', async () => {
    const crossing = new Crossing();
    expect(await crossing.mayGo()).toBe(true);
    crossing.say('contracting.v1.ContractSigned');
    expect(await crossing.mayGo()).toBe(true);
  });

  it(`give way to a failover for ${RIGHT_OF_WAY_MS} ms after its alarm, and no longer`, async () => {
    const crossing = new Crossing();
    crossing.say(ALARM);
    crossing.pass(RIGHT_OF_WAY_MS - 1);
    expect(await crossing.mayGo()).toBe(false);
    crossing.pass(1);
    expect(await crossing.mayGo()).toBe(true);
  });

  it('are not kept any longer by alarms that come meanwhile, but by the first that comes after it', async () => {
    const crossing = new Crossing();
    crossing.say(ALARM);
    crossing.pass(RIGHT_OF_WAY_MS - 1);
    crossing.say(ALARM);
    crossing.pass(1);
    expect(await crossing.mayGo()).toBe(true);
    crossing.say(ALARM);
    expect(await crossing.mayGo()).toBe(false);
  });

  it('go on at once when somebody waits for what they tell, as for the end of the move; and give way to the next alarm for its whole time', async () => {
    const crossing = new Crossing();
    crossing.say(ALARM);
    crossing.pass(1);
    crossing.wait();
    expect(await crossing.mayGo()).toBe(true);
    crossing.say(ALARM);
    crossing.pass(RIGHT_OF_WAY_MS - 1);
    expect(await crossing.mayGo()).toBe(false);
  });

  it('give way to nobody once the listening has ended', async () => {
    const crossing = new Crossing();
    crossing.end();
    crossing.say(ALARM);
    expect(await crossing.mayGo()).toBe(true);
  });
});
