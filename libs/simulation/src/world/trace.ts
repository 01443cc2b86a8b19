import { createHash, type Hash } from 'node:crypto';

/** What happened, line by line, as one figure by which two runs are compared. */
export class Trace {
  private readonly hash: Hash = createHash('sha256');
  private pending = '';
  events = 0;

  /** @param show hears every line, for whoever wants to read the history */
  constructor(private readonly show?: (line: string) => void) {}

  tell(atMs: number, line: string): void {
    this.events += 1;
    const text = `${atMs} ${line}\n`;
    this.show?.(text);
    this.pending += text;
    if (this.pending.length > 65_536) this.flush();
  }

  digest(): string {
    this.flush();
    return this.hash.copy().digest('hex');
  }

  private flush(): void {
    this.hash.update(this.pending);
    this.pending = '';
  }
}
