import type { TrialBuyer, TrialGateway } from './trial-gateway.js';

export interface SeenEvent {
  readonly id: string;
  readonly event: string;
  readonly data: any;
}

/** Reads an event stream as a browser would. */
export class EventReader {
  readonly events: SeenEvent[] = [];
  readonly comments: string[] = [];
  /** The stream was ended or cut. */
  ended = false;
  private unread = '';

  private constructor(
    readonly response: Response,
    private readonly cut: AbortController,
  ) {}

  static async open(trial: TrialGateway, as: TrialBuyer, lastEventId?: string): Promise<EventReader> {
    const cut = new AbortController();
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    const reader = new EventReader(await trial.fetch('/v1/events', { as, headers }, cut.signal), cut);
    void reader.read();
    return reader;
  }

  close(): void {
    this.cut.abort();
  }

  get types(): readonly string[] {
    return this.events.map(({ event }) => event.slice(event.lastIndexOf('.') + 1));
  }

  private async read(): Promise<void> {
    try {
      for await (const bytes of this.response.body!.pipeThrough(new TextDecoderStream())) this.take(bytes);
    } catch {
      // A stream that was cut has ended as well.
    }
    this.ended = true;
  }

  private take(text: string): void {
    const frames = `${this.unread}${text}`.split('\n\n');
    this.unread = frames.pop() ?? '';
    for (const frame of frames) {
      const fields = new Map(frame.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      const comment = fields.get('');
      if (comment !== undefined) this.comments.push(comment);
      if (fields.has('data')) this.events.push({ id: fields.get('id')!, event: fields.get('event')!, data: JSON.parse(fields.get('data')!) });
    }
  }
}
