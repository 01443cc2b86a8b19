import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { BuyerEvent } from './event-interpreter.js';
import { MAX_UNSENT_BYTES, MAX_WAITING_EVENTS, Subscriber } from './subscriber.js';

const ACME = { id: 'acme', name: 'Acme', tokenSha256: '' };
const event = (position: number, text = ''): BuyerEvent => ({ buyerId: 'acme', position: BigInt(position), frame: `${position}${text} ` });

async function* past(...positions: number[]): AsyncGenerator<BuyerEvent> {
  for (const position of positions) yield event(position);
}

/** Takes what is written and never says that it is done with it. */
class Stuck extends Writable {
  override _write(): void {}
}

describe('a subscriber', () => {
  it('is sent each event once, and none up to the position that it has', () => {
    const output = new PassThrough();
    const subscriber = new Subscriber(ACME, output, 5n);
    for (const position of [4, 5, 6, 6, 8, 7, 9]) subscriber.offer(event(position));
    expect(output.read().toString()).toBe('6 8 9 ');
  });

  it('is sent the past first, then what came meanwhile, and what is in both once', async () => {
    const output = new PassThrough();
    const subscriber = new Subscriber(ACME, output, 0n);
    const caughtUp = subscriber.catchUp(past(1, 2, 3));
    for (const position of [3, 4, 5]) subscriber.offer(event(position));
    await caughtUp;
    subscriber.offer(event(6));
    expect(output.read().toString()).toBe('1 2 3 4 5 6 ');
  });

  it(`is dropped when it leaves more than ${MAX_UNSENT_BYTES} bytes unread, and kept up to there`, () => {
    const output = new Stuck();
    const subscriber = new Subscriber(ACME, output, 0n);
    subscriber.offer({ ...event(1), frame: 'x'.repeat(MAX_UNSENT_BYTES) });
    expect(output.destroyed).toBe(false);
    subscriber.comment('alive');
    expect(output.destroyed).toBe(true);
    subscriber.offer(event(2));
    expect(subscriber.isOpen).toBe(false);
  });

  it(`is dropped when more than ${MAX_WAITING_EVENTS} new events come while it reads the past`, async () => {
    const output = new Stuck({ highWaterMark: 1 });
    const subscriber = new Subscriber(ACME, output, 0n);
    const caughtUp = subscriber.catchUp(past(1, 2));
    for (let position = 10; position < 10 + MAX_WAITING_EVENTS; position += 1) subscriber.offer(event(position));
    expect(output.destroyed).toBe(false);
    subscriber.offer(event(10 + MAX_WAITING_EVENTS));
    expect(output.destroyed).toBe(true);
    await caughtUp;
  });

  it('is sent the past at its own pace', async () => {
    const output = new PassThrough({ highWaterMark: 1 });
    const subscriber = new Subscriber(ACME, output, 0n);
    const caughtUp = subscriber.catchUp(past(1, 2, 3));
    let text = '';
    output.on('data', (bytes: Buffer) => (text += bytes.toString()));
    await caughtUp;
    subscriber.end();
    await new Promise((resolve) => output.once('end', resolve));
    expect(text).toBe('1 2 3 ');
  });
});
