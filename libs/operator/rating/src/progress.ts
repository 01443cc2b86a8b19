const SHOW_EVERY_MS = 200;

/** A counter that stands still on a terminal, and is silent anywhere else. */
export class Progress {
  #shownMs = 0;
  readonly #beganMs = performance.now();

  constructor(private readonly terminal: { readonly isTTY?: boolean; write(text: string): unknown }) {}

  show(records: number): void {
    const nowMs = performance.now();
    if (this.terminal.isTTY !== true || nowMs - this.#shownMs < SHOW_EVERY_MS) return;
    this.#shownMs = nowMs;
    const perSecond = Math.round((records * 1000) / Math.max(nowMs - this.#beganMs, 1));
    this.terminal.write(`\r\u001b[K${records.toLocaleString('en-US')} records, ${perSecond.toLocaleString('en-US')}/s`);
  }

  /** Makes room for a line of talk. */
  clear(): void {
    if (this.terminal.isTTY === true && this.#shownMs > 0) this.terminal.write('\r\u001b[K');
  }

  end(): void {
    this.clear();
  }
}
