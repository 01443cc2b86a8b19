import { OperationalError } from '@carriermesh/platform-errors';
import type { AppendFate, LedgerWeather, ReadFate } from '@carriermesh/platform-ledger';
import type { MachineProcess } from '../world/machine-process.js';
import type { Random } from '../world/random.js';

/** How the way to the database is just now; zero everywhere is a way that works. */
export interface DatabaseFaults {
  /** Of all appends, how many do not arrive, and how many do and are not answered. */
  lostRequests: number;
  lostAnswers: number;
  lostReads: number;
  /** How many transactions run long, and how long at most. */
  slow: number;
  slowMs: number;
}

const CUT_AFTER_MS = 30;

/** The way to the database as one process has it. */
export class DatabaseWeather implements LedgerWeather {
  constructor(
    private readonly faults: DatabaseFaults,
    private readonly chance: Random,
  ) {}

  append(): AppendFate {
    const { chance, faults } = this;
    const runsMs = chance.chance(faults.slow) ? chance.below(faults.slowMs) : chance.below(4);
    const fate = { arrivesMs: chance.below(2), runsMs, answerMs: chance.below(2) };
    if (chance.chance(faults.lostRequests)) return { ...fate, arrivesMs: 'never', cutMs: CUT_AFTER_MS };
    return chance.chance(faults.lostAnswers) ? { ...fate, cutMs: chance.below(2 * CUT_AFTER_MS) } : fate;
  }

  read(): ReadFate {
    const { chance, faults } = this;
    return { arrivesMs: chance.below(2), answerMs: 0, isCut: chance.chance(faults.lostReads) };
  }

  wakeMs(): number {
    return this.chance.below(3);
  }
}

/** Does something at the database that is no append. Once sent it is done, whatever becomes of its sender and of the answer. */
export function roundTrip<T>(process: MachineProcess, weather: DatabaseWeather, work: () => Promise<T> | T): Promise<T> {
  const { arrivesMs, isCut } = weather.read();
  return new Promise((resolve, reject) => {
    process.world.agenda.after(arrivesMs + 1, () => {
      const done = (async () => work())();
      done.then(
        (value) => process.after(0, () => (isCut ? reject(new OperationalError('unavailable', 'the connection to the database was cut')) : resolve(value))),
        (error: unknown) => process.after(0, () => reject(error)),
      );
    });
  });
}
