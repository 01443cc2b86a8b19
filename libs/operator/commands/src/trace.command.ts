import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SpanRecord } from '@carriermesh/platform-telemetry';
import { openLedger } from '@carriermesh/platform-chassis';
import { ledgerUrl } from './ledger-source.js';
import { tracesDirectory } from './mesh-launcher.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT } from './say.js';

/** Deeper than any chain of causes in the mesh; a loop in damaged span files must end. */
const MAX_DEPTH = 64;

/** Prints every span of an order's trace, whichever process made it, as the tree of causes that it is. */
export async function traceCommand(orderId: string, flags: { home?: string; json?: boolean }): Promise<number> {
  return withRunningMesh(flags.home, async ({ home }) => {
    const traceId = await traceIdOf(ledgerUrl(flags), orderId);
    if (traceId === undefined) {
      process.stderr.write(`carriermesh: the ledger has no traced order ${orderId}\n`);
      return EXIT.refused;
    }
    const spans = readSpans(tracesDirectory(home)).filter((span) => span.traceId === traceId);
    const ordered = spans.sort((a, b) => a.startMicros - b.startMicros);
    process.stdout.write(flags.json ? `${JSON.stringify({ traceId, spans: ordered })}\n` : renderTrace(traceId, ordered));
    return EXIT.done;
  });
}

async function traceIdOf(url: string, orderId: string): Promise<string | undefined> {
  const ledger = await openLedger({ url, applicationName: 'carriermesh-trace' });
  try {
    const [first] = await ledger.readStream(`order-${orderId}`);
    // W3C Trace Context: version-traceid-spanid-flags.
    return first?.metadata.traceparent?.split('-')[1];
  } finally {
    await ledger.close();
  }
}

export function readSpans(directory: string): SpanRecord[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => /\.jsonl(\.1)?$/.test(file))
    .flatMap((file) => readFileSync(join(directory, file), 'utf8').split('\n'))
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as SpanRecord);
}

export function renderTrace(traceId: string, spans: readonly SpanRecord[]): string {
  const known = new Set(spans.map(({ spanId }) => spanId));
  const children = Map.groupBy(spans, ({ parentSpanId }) => (parentSpanId !== undefined && known.has(parentSpanId) ? parentSpanId : ''));
  const beginMicros = spans[0]?.startMicros ?? 0;
  const lines: string[] = [];
  const visit = (parentId: string, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    for (const span of children.get(parentId) ?? []) {
      const at = ((span.startMicros - beginMicros) / 1000).toFixed(2).padStart(9);
      const took = (span.durationMicros / 1000).toFixed(2).padStart(8);
      lines.push(`${at} ms ${took} ms  ${span.service.padEnd(14)} ${'  '.repeat(depth)}${span.name}${span.error ? `  ! ${span.error}` : ''}`);
      visit(span.spanId, depth + 1);
    }
  };
  visit('', 0);
  return `Trace ${traceId}: ${spans.length} spans of ${new Set(spans.map(({ service }) => service)).size} processes\n     begin      took  process\n${lines.join('\n')}\n`;
}
