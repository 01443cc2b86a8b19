import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { tapMessages } from './message-tap.js';

const message = (code: string, length: number): Buffer => {
  const bytes = Buffer.alloc(5 + length, code.toLowerCase());
  bytes.write(code, 0, 'latin1');
  bytes.writeInt32BE(4 + length, 1);
  return bytes;
};
const ANSWER = [message('2', 0), message('D', 3), message('D', 0), message('N', 20), message('D', 300), message('C', 8)];
const READY = message('Z', 1);
const LATER = message('A', 12);
const isRow = (bytes: Buffer): boolean => bytes[0] === 'D'.charCodeAt(0);

/** What the driver and the tap hear of these bytes when they come in pieces of one size. */
function heardInPieces(bytes: Buffer, size: number): { readonly driver: Buffer; readonly tap: Buffer; readonly listenersAtEnd: number } {
  const stream = new EventEmitter();
  const [driver, tap]: [Buffer[], Buffer[]] = [[], []];
  stream.on('data', (piece: Buffer) => driver.push(Buffer.from(piece)));
  tapMessages(stream as unknown as NodeJS.ReadWriteStream, ['D'.charCodeAt(0)], (messages) => tap.push(Buffer.from(messages)));
  for (let at = 0; at < bytes.length; at += size) stream.emit('data', bytes.subarray(at, at + size));
  return { driver: Buffer.concat(driver), tap: Buffer.concat(tap), listenersAtEnd: stream.listenerCount('data') };
}

describe('messages tapped from an answer', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 11, 64, 305, 1_000])('are whole, and leave all others to the driver in order, when the answer comes in pieces of %i bytes', (size) => {
    const { driver, tap, listenersAtEnd } = heardInPieces(Buffer.concat([...ANSWER, READY, LATER]), size);
    expect(tap).toEqual(Buffer.concat(ANSWER.filter(isRow)));
    expect(driver).toEqual(Buffer.concat([...ANSWER.filter((each) => !isRow(each)), READY, LATER]));
    expect(listenersAtEnd).toBe(1);
  });

  it('end before the driver hears that the server is ready: the next query may tap its own', () => {
    const stream = new EventEmitter();
    const [first, second]: [Buffer[], Buffer[]] = [[], []];
    const tapInto = (into: Buffer[]): void => tapMessages(stream as unknown as NodeJS.ReadWriteStream, ['D'.charCodeAt(0)], (messages) => into.push(Buffer.from(messages)));
    let queries = 0;
    stream.on('data', (bytes: Buffer) => {
      if (bytes.includes(READY) && queries++ === 0) tapInto(second);
    });
    tapInto(first);
    stream.emit('data', Buffer.concat([message('D', 1), READY]));
    stream.emit('data', Buffer.concat([message('D', 2), READY]));
    expect([Buffer.concat(first), Buffer.concat(second), queries]).toEqual([message('D', 1), message('D', 2), 2]);
  });
});
