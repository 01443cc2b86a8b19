import type { Problem } from './schema-check.js';
import { readTariffRecord, tariffRecord } from './tariff-record.js';
import type { TariffTerms } from './tariff-terms.js';
import { UTC_TABLE, type ZoneTable } from './zone-table.js';

/** A tariff with what its clocks show, in the shape of the message carriermesh.tariff.v1.PinnedTariff. */
export interface PinnedRecord {
  readonly tariff: Parameters<typeof readTariffRecord>[0];
  readonly offsets: readonly { readonly fromS: bigint; readonly offsetS: number }[];
}

/** What it is rated by, years later as on the day on which it was agreed. */
export interface PinnedTerms {
  readonly tariff: TariffTerms;
  readonly zone: ZoneTable;
}

export type PinnedReading = PinnedTerms | { readonly problems: readonly Problem[] };

const NO_CLOCKS: Problem = { at: '/zone', problem: 'its clocks are not pinned with it' };

/** The table says something about every instant: before its first entry what that says, and after its last what that does. */
export function readPinnedTariff({ tariff: record, offsets }: PinnedRecord): PinnedReading {
  const reading = readTariffRecord(record);
  if ('problems' in reading) return reading;
  const { tariff } = reading;
  if (tariff.zone === undefined) return { tariff, zone: UTC_TABLE };
  const [first, ...later] = offsets.map(({ fromS, offsetS }) => ({ fromS: Number(fromS), offsetS }));
  const isInOrder = later.every(({ fromS }, index) => fromS > (later[index - 1]?.fromS ?? UTC_BEGINS_S));
  if (!first || !isInOrder) return { problems: [NO_CLOCKS] };
  return { tariff, zone: { zone: tariff.zone, offsets: [{ fromS: UTC_BEGINS_S, offsetS: first.offsetS }, ...later], untilS: UTC_TABLE.untilS } };
}

/** @param fromS what the clocks showed before this second is left out: nothing that is older is rated by an agreement that is yet to be made */
export function pinnedTariff(tariff: TariffTerms, zone: ZoneTable, fromS: number) {
  const known = tariff.zone === undefined ? [] : zone.offsets;
  const first = known.findLastIndex((offset) => offset.fromS <= fromS);
  return { tariff: tariffRecord(tariff), offsets: known.slice(Math.max(first, 0)).map((offset) => ({ fromS: BigInt(offset.fromS), offsetS: offset.offsetS })) };
}

const UTC_BEGINS_S = UTC_TABLE.offsets[0]?.fromS ?? 0;
