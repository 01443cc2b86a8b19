import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import type { ProcessIndex } from '@carriermesh/platform-processes';
import type { Applied, Parking, View, ViewBatch, ViewStore } from '@carriermesh/platform-readmodel';
import type { MachineProcess } from '../world/machine-process.js';
import { roundTrip, type DatabaseWeather } from './round-trip.js';

interface OpenProcess {
  readonly name: string;
  readonly id: string;
  /** The revision that somebody had seen last when he listed it: who saw no more than that can't take it off again. */
  readonly reopenedAfter: number;
}

/** One context's rows, which its instances share and which survive them: checkpoints, parked streams, and the open processes. */
export class ViewTables {
  private readonly checkpoints = new Map<string, Position>();
  private readonly parkedStreams = new Map<string, ReadonlySet<string>>();
  private readonly open = new Map<string, OpenProcess>();

  storeFor(process: MachineProcess, weather: DatabaseWeather): ViewStore {
    const ask = <T>(work: () => Promise<T> | T): Promise<T> => roundTrip(process, weather, work);
    return {
      prepare: (view) => ask(() => void this.checkpoints.set(view.name, this.checkpoints.get(view.name) ?? 0n)),
      checkpoint: (view) => ask(() => this.checkpoints.get(view.name) ?? 0n),
      applyBatches: (batches) => ask(() => Promise.all(batches.map((batch) => this.apply(batch)))),
      parking: (view) => ask(() => this.parkingOf(view)),
    };
  }

  indexFor(process: MachineProcess, weather: DatabaseWeather): ProcessIndex {
    const ask = <T>(work: () => T): Promise<T> => roundTrip(process, weather, work);
    return {
      open: () => ask(() => [...this.open.values()]),
      reopen: (name, id, revision) => ask(() => this.list({ name, id, reopenedAfter: revision })),
      close: (name, id, revision) => ask(() => this.takeOff({ name, id }, revision)),
    };
  }

  /** The process index as a view, as `processIndexView` is for rows. */
  readonly indexView = (context: string, categories: ReadonlyMap<string, string>, types: readonly string[]): View => ({
    name: 'process-index',
    context,
    version: 1,
    migrate: '',
    listens: types,
    apply: async (event: RecordedEvent) => {
      if (event.revision !== 0) return;
      for (const [category, name] of categories) {
        if (event.stream.startsWith(`${category}-`)) this.list({ name, id: event.stream.slice(category.length + 1), reopenedAfter: -1 });
      }
    },
  });

  private list(process: OpenProcess): void {
    const before = this.open.get(keyOf(process));
    if (before === undefined || before.reopenedAfter < process.reopenedAfter) this.open.set(keyOf(process), process);
  }

  private takeOff(process: Pick<OpenProcess, 'name' | 'id'>, revision: number): void {
    const listed = this.open.get(keyOf(process));
    if (listed && listed.reopenedAfter < revision) this.open.delete(keyOf(process));
  }

  private async apply({ view, after, events, upTo, parkedMark }: ViewBatch): Promise<Applied> {
    const checkpoint = this.checkpoints.get(view.name) ?? 0n;
    const parking = this.parkingOf(view);
    if (upTo <= checkpoint || after > checkpoint || (parkedMark !== undefined && parkedMark !== parking.mark)) return { position: checkpoint, parking };
    this.checkpoints.set(view.name, upTo);
    const parked = new Set(parking.streams);
    this.parkedStreams.set(view.name, parked);
    for (const event of events) {
      if (event.position <= checkpoint || !view.listens.includes(event.type) || parked.has(event.stream)) continue;
      await view.apply(event, undefined as never).catch(() => parked.add(event.stream));
    }
    return { position: upTo, parking };
  }

  /** Streams are parked and never taken up here, so that their number stands for what they are. */
  private parkingOf(view: View): Parking {
    const streams: ReadonlySet<string> = this.parkedStreams.get(view.name) ?? new Set();
    return { mark: BigInt(streams.size), streams, dropped: new Set() };
  }
}

const keyOf = ({ name, id }: Pick<OpenProcess, 'name' | 'id'>): string => `${name}/${id}`;
