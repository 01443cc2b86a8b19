import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { context, createContextKey } from '@opentelemetry/api';
import { OperationalError } from '@carriermesh/platform-errors';
import { createLogger } from './logger.js';
import { activeTraceId, activeTraceparent, inSpan, inTrace, startTracing, type Tracing } from './tracing.js';
import type { SpanRecord } from './file-span-exporter.js';

const PARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('telemetry', () => {
  let directory: string;
  let tracing: Tracing;
  beforeAll(() => {
    directory = join(mkdtempSync(join(tmpdir(), 'carriermesh-traces-')), 'made', 'on', 'demand');
    tracing = startTracing({ service: 'billing', directory });
  });
  afterAll(async () => {
    await tracing.shutdown();
    rmSync(join(directory, '..', '..', '..'), { recursive: true });
  });
  const spans = async (): Promise<readonly SpanRecord[]> => {
    await tracing.flush();
    return readFileSync(join(directory, 'billing.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as SpanRecord);
  };

  it('goes on with the trace that a message brought along', async () => {
    const passedOn = await inSpan('work', { traceparent: PARENT, attributes: { 'cm.order': 'ord_1' } }, async () => activeTraceparent());
    const span = (await spans()).find(({ name }) => name === 'work');
    expect(span).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331', service: 'billing', attributes: { 'cm.order': 'ord_1' } });
    expect(passedOn).toBe(`00-${span?.traceId}-${span?.spanId}-01`);
  });

  it('begins a trace where none was brought, and has none outside of spans', async () => {
    expect(activeTraceId()).toBeUndefined();
    expect(activeTraceparent()).toBeUndefined();
    const [outer, inner] = await inSpan('outer', {}, async () => [activeTraceId(), await inSpan('inner', {}, async () => activeTraceId())]);
    expect(outer).toMatch(/^[0-9a-f]{32}$/);
    expect(inner).toBe(outer);
  });

  it('records nothing of a trace that is not sampled, and hands it on as it came, however deep', async () => {
    const unsampled = PARENT.replace(/01$/, '00');
    const seen = await inSpan('unsampled', { traceparent: unsampled }, () =>
      inSpan('unsampled too', {}, async () => [activeTraceparent(), activeTraceId()]),
    );
    expect(seen).toEqual([unsampled, '0af7651916cd43dd8448eb211c80319c']);
    await inSpan('sampled', { traceparent: PARENT }, async () => inSpan('unsampled inside', { traceparent: unsampled }, async () => undefined));
    expect((await spans()).filter(({ name }) => name.includes('sampled')).map(({ name }) => name)).toEqual(['sampled']);
  });

  it('keeps a trace that is handed on beside what a library puts into the context', async () => {
    const [key, unsampled] = [createContextKey('a library’s'), PARENT.replace(/01$/, '00')];
    const seen = inTrace(unsampled, () => {
      const more = context.active().setValue(key, 'its own');
      return [context.with(more, activeTraceparent), more.getValue(key), context.with(more.deleteValue(key), activeTraceparent), context.active().deleteValue(key).getValue(key)];
    });
    expect(seen).toEqual([unsampled, 'its own', unsampled, undefined]);
  });

  it('records what a span threw, and lets it through', async () => {
    await expect(inSpan('failing', {}, async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect((await spans()).find(({ name }) => name === 'failing')).toMatchObject({ error: 'broken' });
  });

  it('writes the trace of a span into the lines of the log, the kind of an error too, and no secrets', async () => {
    const lines: string[] = [];
    const log = createLogger({ service: 'billing', write: (line) => lines.push(line) });
    log.info({ token: 'hunter2' }, 'outside');
    const traceId = await inSpan('logging', {}, async () => {
      log.error({ error: new OperationalError('denied', 'no') }, 'inside');
      return activeTraceId();
    });
    const [outside, inside] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(outside).toMatchObject({ level: 'info', service: 'billing', msg: 'outside', token: '[hidden]' });
    expect(outside).not.toHaveProperty('traceId');
    expect(inside).toMatchObject({ level: 'error', traceId, error: { kind: 'denied', message: 'no' } });
  });

  it('does not mind a folder that can not be made: spans are lost, and nothing else', async () => {
    const file = join(directory, '..', 'a-file');
    writeFileSync(file, '');
    const { FileSpanExporter } = await import('./file-span-exporter.js');
    const exporter = new FileSpanExporter(join(file, 'below'), 'billing');
    const result = await new Promise<{ code: number }>((resolve) => exporter.export([], resolve));
    expect(result.code).not.toBe(0);
    await exporter.shutdown();
  });
});
