import { context, createContextKey, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Attributes, type Context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace';
import { FileSpanExporter } from './file-span-exporter.js';

const EXPORT_DELAY_MS = 500;
const TRACEPARENT = 'traceparent';

export interface TracingOptions {
  readonly service: string;
  /** Spans are also written here, one JSON object a line, for `carriermesh trace` and for machines without a collector. */
  readonly directory?: string;
  /** Base URL of an OTLP/HTTP collector, as in OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly otlpEndpoint?: string;
}

export interface Tracing {
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** Starts tracing for this process: once, before anything is traced. Without a place to send spans, it only propagates. */
export function startTracing({ service, directory, otlpEndpoint }: TracingOptions): Tracing {
  const exporters: SpanExporter[] = [];
  if (directory !== undefined) exporters.push(new FileSpanExporter(directory, service));
  if (otlpEndpoint !== undefined) exporters.push(new OTLPTraceExporter({ url: `${otlpEndpoint.replace(/\/$/, '')}/v1/traces` }));
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'carriermesh' }),
    spanProcessors: exporters.map((exporter) => new BatchSpanProcessor({ exporter, scheduledDelayMillis: EXPORT_DELAY_MS })),
  });
  hasExporters = exporters.length > 0;
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return { flush: () => provider.forceFlush(), shutdown: () => provider.shutdown() };
}

/** Whether spans go anywhere from this process. */
let hasExporters = false;

/** The `traceparent` of work that nobody records here: it is passed on as it came, without the price of a span. */
const PASSED_ON = createContextKey('carriermesh traceparent');
/** The flags that end a `traceparent` which nobody samples. */
const NOT_SAMPLED = '-00';

export interface SpanOptions {
  /** The span that caused this one, when it ran elsewhere: from a header, or from an event's metadata. */
  readonly traceparent?: string | undefined;
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly attributes?: Attributes;
  /** The service whose span it is, where several share one process. */
  readonly service?: string;
}

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/**
 * Runs `work` inside a span, which ends when it does and records what it throws. Work of a trace that is not sampled, or of which
 * this process could send nothing anywhere, runs without one and hands the trace on as it came.
 */
export function inSpan<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  const alreadyPassedOn = context.active().getValue(PASSED_ON) as string | undefined;
  const traceparent = options.traceparent ?? alreadyPassedOn;
  if (traceparent === undefined || !isPassedOn(traceparent)) return inRecordedSpan(name, options, work);
  return traceparent === alreadyPassedOn ? work() : inTrace(traceparent, work);
}

/** Runs `work` in a trace of which nothing is recorded here, and which is handed on as it came. */
export const inTrace = <T>(traceparent: string, work: () => T): T => context.with(new PassedOn(traceparent), work);

/** A context of its own, since the library's makes a map and three functions for the one value that there is. */
class PassedOn implements Context {
  constructor(private readonly traceparent: string) {}

  getValue(key: symbol): unknown {
    return key === PASSED_ON ? this.traceparent : undefined;
  }

  setValue(key: symbol, value: unknown): Context {
    return ROOT_CONTEXT.setValue(PASSED_ON, this.traceparent).setValue(key, value);
  }

  deleteValue(key: symbol): Context {
    return key === PASSED_ON ? ROOT_CONTEXT : this;
  }
}

/** True for a trace of which `inSpan` would record nothing: its name and attributes need not be put together. */
export const isPassedOn = (traceparent: string): boolean => !hasExporters || traceparent.endsWith(NOT_SAMPLED);

async function inRecordedSpan<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  const parent = options.traceparent === undefined ? context.active() : contextOf(options.traceparent);
  const span = trace
    .getTracer(options.service ?? 'carriermesh')
    .startSpan(name, { kind: KINDS[options.kind ?? 'internal'], attributes: options.attributes ?? {} }, parent);
  return context.with(trace.setSpan(parent, span), async () => {
    try {
      return await work();
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The running span as a W3C `traceparent`, to be sent along; `undefined` outside of any span. */
export function activeTraceparent(): string | undefined {
  const active = context.active();
  if (active === ROOT_CONTEXT) return undefined;
  const passedOn = active.getValue(PASSED_ON) as string | undefined;
  if (passedOn !== undefined) return passedOn;
  const carrier: Record<string, string> = {};
  propagation.inject(active, carrier);
  return carrier[TRACEPARENT];
}

export function activeTraceId(): string | undefined {
  return activeTraceparent()?.split('-')[1];
}

function contextOf(traceparent: string): Context {
  return propagation.extract(context.active(), { [TRACEPARENT]: traceparent });
}
