import type { BuildProgress } from '@carriermesh/platform-readmodel';
import { count, seconds } from './say.js';

/** On a terminal a line that changes; elsewhere a line now and then. */
const SHOW_EVERY_MS = 200;
const TELL_EVERY_MS = 5_000;

export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows how far a projection's build is. */
export class BuildMeter {
  private shownAtMs: number | undefined;
  private first: BuildProgress | undefined;
  private readonly beganAtMs: number;

  constructor(
    private readonly name: string,
    private readonly terminal: Terminal,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.beganAtMs = this.nowMs();
  }

  show(progress: BuildProgress): void {
    const now = this.nowMs();
    this.first ??= progress;
    const isTerminal = this.terminal.isTTY === true;
    if (now - (this.shownAtMs ?? this.beganAtMs) < (isTerminal ? SHOW_EVERY_MS : TELL_EVERY_MS)) return;
    this.shownAtMs = now;
    const line = this.line(progress, now - this.beganAtMs);
    this.terminal.write(isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
  }

  /** Makes room for what is printed next. */
  end(): void {
    if (this.terminal.isTTY === true && this.shownAtMs !== undefined) this.terminal.write('\r\u001b[K');
  }

  private line({ events, position, head }: BuildProgress, elapsedMs: number): string {
    const rate = Math.round((events * 1_000) / Math.max(elapsedMs, 1));
    const part = this.partOf(position, head);
    const left = part > 0 ? `, about ${seconds((elapsedMs * (1 - part)) / part)} left` : '';
    return `${this.name}: ${count(events)} events, ${Math.floor(part * 100)} % of the ledger, ${count(rate)} events/s${left}`;
  }

  /** Positions have gaps, and may begin far from zero: how far between the first one that was seen and the head. */
  private partOf(position: bigint, head: bigint): number {
    const from = this.first?.position ?? 0n;
    return head > from ? Number(((position - from) * 10_000n) / (head - from)) / 10_000 : 1;
  }
}
