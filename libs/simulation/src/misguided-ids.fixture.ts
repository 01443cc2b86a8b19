import { LocalIds } from '@carriermesh/billing-service';
import type { RunOptions } from './run.js';

const timeless = new WeakSet<object>();

/** Guides usage by what a provider's own id stands for now, whenever it was used. */
class TimelessIds extends LocalIds {
  override async of(providerId: string): ReturnType<LocalIds['of']> {
    const ids = await super.of(providerId);
    const { table } = ids;
    if (timeless.has(table)) return ids;
    timeless.add(table);
    const usesOf = table.usesOf.bind(table);
    return Object.assign(ids, { table: Object.assign(table, { usesOf: (localId: string) => usesOf(localId).slice(-1).map(({ from, until: _, ...use }) => (from === undefined ? use : { ...use, from: 0n as typeof from })) }) });
  }
}

/** Keeps what a provider states of an id under another one. */
class MisheardIds extends LocalIds {
  override async guide(...asked: Parameters<LocalIds['guide']>): ReturnType<LocalIds['guide']> {
    const [opened] = asked;
    const statements = opened.localIds?.statements.map((each) => (each.state === 'active' ? { ...each, localId: `${each.localId}'` } : each)) ?? [];
    return super.guide(opened.localIds ? { ...opened, localIds: { ...opened.localIds, statements } } : opened);
  }
}

/** Takes usage under an id of a customer for that of the first segment of its contract, whatever the service runs on. */
class FirstSegments extends LocalIds {
  override async guide(...asked: Parameters<LocalIds['guide']>): ReturnType<LocalIds['guide']> {
    const { opened, local } = await super.guide(...asked);
    const records = opened.batch.records.map(({ record, sha256, localId, unguided, contractId }) => ({
      sha256, record: contractId === undefined ? record : { ...record, segmentId: `${contractId.replace('con_', 'seg_')}-1` }, ...(localId !== undefined && { localId }), ...(unguided && { unguided }),
    }));
    return { opened: { ...opened, batch: { ...opened.batch, records } }, ...(local && { local }) };
  }
}

export const timelessIds: RunOptions = { planted: new Map([[LocalIds, TimelessIds]]) };
export const misheardIds: RunOptions = { planted: new Map([[LocalIds, MisheardIds]]) };
export const firstSegments: RunOptions = { planted: new Map([[LocalIds, FirstSegments]]) };
