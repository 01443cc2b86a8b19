import type { Position, RecordedEvent } from '@carriermesh/platform-ledger';
import type { ProcessIndex } from '@carriermesh/platform-processes';
import type { EventBatch, View, ViewStore } from '@carriermesh/platform-readmodel';
import type { MachineProcess } from '../world/machine-process.js';
import { roundTrip, type DatabaseWeather } from './round-trip.js';

interface OpenProcess {
  readonly name: string;
  readonly id: string;
}

/** One context's rows, which its instances share and which survive them: checkpoints, parked streams, and the open processes. */
export class ViewTables {
  private readonly checkpoints = new Map<string, Position>();
  private readonly parkedStreams = new Map<string, Set<string>>();
  private readonly open = new Map<string, OpenProcess>();

  storeFor(process: MachineProcess, weather: DatabaseWeather): ViewStore {
    const ask = <T>(work: () => Promise<T> | T): Promise<T> => roundTrip(process, weather, work);
    return {
      prepare: (view) => ask(() => void this.checkpoints.set(view.name, this.checkpoints.get(view.name) ?? 0n)),
      checkpoint: (view) => ask(() => this.checkpoints.get(view.name) ?? 0n),
      applyBatch: (view, batch) => ask(() => this.apply(view, batch)),
      parked: (view) => ask(() => [...(this.parkedStreams.get(view.name) ?? [])].map((stream) => ({ stream }))),
    };
  }

  indexFor(process: MachineProcess, weather: DatabaseWeather): ProcessIndex {
    const ask = <T>(work: () => T): Promise<T> => roundTrip(process, weather, work);
    return {
      open: () => ask(() => [...this.open.values()]),
      reopen: (name, id) => ask(() => this.list({ name, id })),
      close: (name, id) => ask(() => void this.open.delete(keyOf({ name, id }))),
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
        if (event.stream.startsWith(`${category}-`)) this.list({ name, id: event.stream.slice(category.length + 1) });
      }
    },
  });

  private list(process: OpenProcess): void {
    this.open.set(keyOf(process), process);
  }

  private async apply(view: View, { after, events, upTo }: EventBatch): Promise<Position> {
    const checkpoint = this.checkpoints.get(view.name) ?? 0n;
    if (upTo <= checkpoint || after > checkpoint) return checkpoint;
    this.checkpoints.set(view.name, upTo);
    const parked = this.parkedStreams.get(view.name) ?? new Set();
    this.parkedStreams.set(view.name, parked);
    for (const event of events) {
      if (event.position <= checkpoint || !view.listens.includes(event.type) || parked.has(event.stream)) continue;
      await view.apply(event, undefined as never).catch(() => parked.add(event.stream));
    }
    return upTo;
  }
}

const keyOf = ({ name, id }: OpenProcess): string => `${name}/${id}`;
