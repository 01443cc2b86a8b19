import { appendFile, mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ExportResultCode, hrTimeToNanoseconds, type ExportResult } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** A file that grew past this becomes `<name>.1` and a new one is begun: at most twice this is kept for each service. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/** A span as it stands in the file. Times are microseconds since 1970, which a number holds exactly. */
export interface SpanRecord {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly service: string;
  readonly name: string;
  readonly startMicros: number;
  readonly durationMicros: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

/** Keeps spans beside the logs, so that an order can be followed on a machine that runs no collector. */
export class FileSpanExporter implements SpanExporter {
  private readonly file: string;
  private queue: Promise<void>;

  constructor(
    directory: string,
    private readonly service: string,
  ) {
    this.file = join(directory, `${service}.jsonl`);
    // A folder that can't be made shows in the first export, which says so; no process ends for want of its traces.
    this.queue = mkdir(directory, { recursive: true }).then(
      () => undefined,
      () => undefined,
    );
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    const text = spans.map((span) => `${JSON.stringify(this.record(span))}\n`).join('');
    this.queue = this.queue
      .then(() => this.rotate())
      .then(() => appendFile(this.file, text))
      .then(
        () => done({ code: ExportResultCode.SUCCESS }),
        (error: Error) => done({ code: ExportResultCode.FAILED, error }),
      );
  }

  forceFlush(): Promise<void> {
    return this.queue;
  }

  shutdown(): Promise<void> {
    return this.queue;
  }

  private async rotate(): Promise<void> {
    const size = await stat(this.file).then(({ size }) => size, () => 0);
    if (size > MAX_FILE_BYTES) await rename(this.file, `${this.file}.1`);
  }

  private record(span: ReadableSpan): SpanRecord {
    const { traceId, spanId } = span.spanContext();
    const scope = span.instrumentationScope.name;
    return {
      traceId,
      spanId,
      ...(span.parentSpanContext ? { parentSpanId: span.parentSpanContext.spanId } : {}),
      service: scope === 'carriermesh' ? this.service : scope,
      name: span.name,
      startMicros: Math.round(hrTimeToNanoseconds(span.startTime) / 1000),
      durationMicros: Math.round(hrTimeToNanoseconds(span.duration) / 1000),
      attributes: span.attributes,
      ...(span.status.message === undefined ? {} : { error: span.status.message }),
    };
  }
}
