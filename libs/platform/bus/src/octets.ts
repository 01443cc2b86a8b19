/** What is written at most at a time; a longer message is not put together here. */
export const MAX_FRAME_BYTES = 4_096;
const SLAB_BYTES = 64 * 1_024;
const ZERO = 0x30;
/** Digits of the largest whole number that is exact. */
export const MAX_DIGITS = 16;

/** Messages are written one behind the other into a slab, each handed out as a view on its own part, so that nothing is written twice. */
export class FrameWriter {
  private slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
  private start = 0;
  private end = 0;
  private readonly digits = new Uint8Array(MAX_DIGITS);

  /** Begins a frame of MAX_FRAME_BYTES at most, in place of one that was not finished. */
  begin(): void {
    if (this.slab.length - this.start < MAX_FRAME_BYTES) {
      this.slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.start = 0;
    }
    this.end = this.start;
  }

  /**
   * Looked at once it is written: an octet costs a third of what a character does, and an expression several times as much.
   * @returns whether it is visible ASCII alone, each character one octet, with spaces where they may be; otherwise the frame is of no use
   */
  plain(text: string, lowest = 0x20): boolean {
    const { slab, end } = this;
    if (slab.write(text, end) !== text.length) return false;
    this.end = end + text.length;
    for (let at = end; at < this.end; at += 1) {
      const octet = slab[at] as number;
      if (octet < lowest || octet > 0x7e) return false;
    }
    return true;
  }

  /** @param text of which the length in octets was reckoned with */
  text(text: string): void {
    this.end += this.slab.write(text, this.end);
  }

  octets(some: Uint8Array): void {
    this.slab.set(some, this.end);
    this.end += some.length;
  }

  part(piece: Buffer, from: number, to: number): void {
    this.end += piece.copy(this.slab, this.end, from, to);
  }

  /** In decimal digits. @param value whole and not negative */
  number(value: number): void {
    let count = 0;
    for (let rest = value; count === 0 || rest > 0; count += 1) {
      const tens = Math.floor(rest / 10);
      this.digits[count] = ZERO + (rest - 10 * tens);
      rest = tens;
    }
    while (count > 0) this.slab[this.end++] = this.digits[--count] as number;
  }

  finish(): Uint8Array {
    const { slab, start, end } = this;
    this.start = end;
    return slab.subarray(start, end);
  }
}

/** @returns the number that stands there in decimal digits, at most `most` of them, or -1 */
export function numberAt(piece: Uint8Array, from: number, to: number, most: number): number {
  if (from >= to || to - from > most) return -1;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (piece[at] as number) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = 10 * value + digit;
  }
  return value;
}
