import type { SimulatedMesh } from './mesh/simulated-mesh.js';
import type { Random } from './world/random.js';

const TWO_HOURS_MS = 2 * 3_600_000;
/** On average so long from one fault to the next. */
const FAULT_EVERY_MS = 1_300;
/** So often the bus has lost its copy of the ledger when a killed relay comes back. */
const WIPED = 0.3;

type Fault = (storm: Storm) => void;

/** Faults, drawn from the seed, until it is over. What lasts longer than the storm is ended by `heal`. */
export class Storm {
  readonly chance: Random;
  private untilMs = 0;
  private begun = 0;

  constructor(readonly mesh: SimulatedMesh) {
    this.chance = mesh.world.random('storm');
  }

  begin(forMs: number): void {
    const { world } = this.mesh;
    this.untilMs = world.nowMs + forMs;
    this.begun += 1;
    this.next(this.begun);
  }

  /** Nothing that a fault left behind stays: links are joined, clocks are set, and whoever is dead or stopped comes back by itself. */
  heal(): void {
    const { mesh } = this;
    this.begun += 1;
    this.calm();
    for (const name of mesh.names) {
      mesh.network.part(name, false);
      mesh.resume(name);
      mesh.setClock(name, 0);
    }
    mesh.world.tell('the faults are over');
  }

  /** Names of machines that faults may meet. */
  target(): string {
    return this.chance.pick(this.mesh.names);
  }

  calm(): void {
    const { network, stream, databaseFaults } = this.mesh;
    for (const weather of [network.weather, stream.weather]) Object.assign(weather, { loss: 0, twice: 0, delayed: 0, delayMs: 0 });
    Object.assign(databaseFaults, { lostRequests: 0, lostAnswers: 0, lostReads: 0, slow: 0, slowMs: 0 });
  }

  later(ms: number, work: () => void): void {
    const { begun } = this;
    this.mesh.world.agenda.after(ms, () => begun === this.begun && work());
  }

  private next(begun: number): void {
    const { world } = this.mesh;
    world.agenda.after(this.chance.below(2 * FAULT_EVERY_MS), () => {
      if (begun !== this.begun || world.nowMs >= this.untilMs) return;
      this.chance.pick(FAULTS)(this);
      this.next(begun);
    });
  }
}

const rough = (chance: Random) => ({ loss: 0.3 * chance.below(2), twice: 0.2 * chance.below(2), delayed: 0.4, delayMs: chance.between(20, 3_000) });

const FAULTS: readonly Fault[] = [
  ({ mesh, chance }) => mesh.crash(chance.pick(mesh.names), chance.between(500, 4_000)),
  ({ mesh, chance }) => mesh.crash(chance.pick(mesh.names), chance.between(50, 500)),
  ({ mesh, chance }) => mesh.stop(chance.pick(mesh.names), chance.between(500, 12_000)),
  (storm) => {
    const name = storm.target();
    storm.mesh.world.tell(`${name} is cut off from the bus`);
    storm.mesh.network.part(name, true);
    storm.later(storm.chance.between(300, 6_000), () => storm.mesh.network.part(name, false));
  },
  (storm) => {
    Object.assign(storm.mesh.network.weather, rough(storm.chance));
    storm.mesh.world.tell(`the bus is ${JSON.stringify(storm.mesh.network.weather)}`);
    storm.later(storm.chance.between(500, 4_000), () => storm.calm());
  },
  (storm) => {
    Object.assign(storm.mesh.stream.weather, rough(storm.chance));
    storm.mesh.world.tell(`the event stream is ${JSON.stringify(storm.mesh.stream.weather)}`);
    storm.later(storm.chance.between(500, 4_000), () => storm.calm());
  },
  (storm) => {
    const { chance, mesh } = storm;
    Object.assign(mesh.databaseFaults, { lostRequests: 0.15, lostAnswers: 0.15, lostReads: 0.1, slow: 0.4, slowMs: chance.between(20, 500) });
    mesh.world.tell(`the way to the database is ${JSON.stringify(mesh.databaseFaults)}`);
    storm.later(chance.between(500, 4_000), () => storm.calm());
  },
  ({ mesh }) => {
    mesh.world.tell('the database is killed and back');
    mesh.database.restart();
  },
  ({ mesh, chance }) => {
    mesh.crash('relay', chance.between(50, 2_000));
    if (!chance.chance(WIPED)) return;
    mesh.world.tell('the store of the bus is wiped');
    mesh.stream.wipe();
  },
  ({ mesh, chance }) => mesh.setClock(chance.pick(mesh.names), chance.chance(0.5) ? chance.between(-3_000, 3_000) : chance.pick([-TWO_HOURS_MS, TWO_HOURS_MS])),
];
