import { instant, NANOS_PER_MS, type Instant } from '@carriermesh/kernel';
import type { CheckedClock, ServiceDefinition } from '@carriermesh/platform-chassis';
import { SimulatedDatabase, SimulatedLedger } from '@carriermesh/platform-ledger';
import type { ProcessEngine } from '@carriermesh/platform-processes';
import type { Logger } from '@carriermesh/platform-telemetry';
import { MachineProcess } from '../world/machine-process.js';
import { Network } from '../world/network.js';
import type { World } from '../world/world.js';
import { EventStream } from './event-stream.js';
import { Seals } from '../parties/seals.js';
import type { Class } from './injector.js';
import { runRelay } from './relay.js';
import { DatabaseWeather, type DatabaseFaults } from './round-trip.js';
import { startInstance } from './service-instance.js';
import { TreeKeeping } from './tree-keeping.js';
import { ViewTables } from './view-tables.js';

const START_AGAIN_MS = 500;
/** How long an instance may not know that the hands of the clock were moved. */
const HANDS_UNKNOWN_MS = 1_000;

export interface MeshParts {
  readonly database: SimulatedDatabase;
  readonly databaseFaults: DatabaseFaults;
  readonly network: Network;
  readonly stream: EventStream;
}

/** The clock of one machine: off by a little, or set wrong. */
export class MachineClock implements CheckedClock {
  skewMs = 0;
  handsNs: bigint;

  constructor(private readonly world: World) {
    this.handsNs = world.handsNs;
  }

  now(): Instant {
    return instant(this.world.machineTime() + this.handsNs + BigInt(this.skewMs) * NANOS_PER_MS);
  }

  async checked(): Promise<Instant> {
    this.handsNs = this.world.handsNs;
    return this.world.meshTime();
  }
}

interface Machine {
  readonly name: string;
  readonly clock: MachineClock;
  process: MachineProcess;
  starts: number;
  readonly run: (process: MachineProcess) => Promise<unknown>;
}

/** A supervisor and what it keeps alive: instances of every service, a relay with the keeper of the tree; and whatever else is added. */
export class SimulatedMesh implements MeshParts {
  readonly database: SimulatedDatabase;
  readonly databaseFaults: DatabaseFaults = { lostRequests: 0, lostAnswers: 0, lostReads: 0, slow: 0, slowMs: 0 };
  readonly network: Network;
  readonly stream: EventStream;
  readonly seals = new Seals();
  readonly operator = this.seals.keyOf('operator');
  readonly treeKeeping: TreeKeeping;
  /** What a program must never say of itself. */
  readonly bugs: string[] = [];
  private readonly replaced: ReadonlyMap<Class, Class>;
  private readonly machines = new Map<string, Machine>();
  private readonly Tables: typeof ViewTables;
  private readonly tables = new Map<string, ViewTables>();
  /** Of the instances that run, by process. */
  private readonly engines = new Map<MachineProcess, ProcessEngine>();

  constructor(
    readonly world: World,
    { replaced, database: Database, tables: Tables }: { readonly replaced: ReadonlyMap<Class, Class>; readonly database: typeof SimulatedDatabase; readonly tables: typeof ViewTables },
  ) {
    this.replaced = replaced;
    this.Tables = Tables;
    this.database = new Database(world.timers, () => world.machineTime());
    this.network = new Network(world);
    this.network.onBug = (process, error) => this.bug(process.name, error);
    this.stream = new EventStream(this.network);
    this.treeKeeping = new TreeKeeping(this, this.operator);
  }

  get names(): readonly string[] {
    return [...this.machines.keys()];
  }

  /** What the instances that run show to operators. */
  get alarms(): readonly string[] {
    return [...this.engines.values()].flatMap(({ alarms }) => alarms);
  }

  addService(definition: ServiceDefinition, instances: number): void {
    const tables = this.tables.get(definition.name) ?? new this.Tables();
    this.tables.set(definition.name, tables);
    for (let number = 1; number <= instances; number++) {
      this.add(`${definition.name}-${number}`, async (process, clock) => {
        const engine = await startInstance(this, { definition, process, clock, tables, operator: this.operator, log: this.logOf(process), replaced: this.replaced });
        if (process.isAlive) this.engines.set(process, engine);
      });
    }
  }

  /** The relay, and beside it the keeper of the tree, as one process has both. */
  addRelay(name: string): void {
    this.add(name, (process) => {
      const log = this.logOf(process);
      return this.treeKeeping.run(process, log, runRelay(this, process, { ledger: this.ledgerOf(process), log }));
    });
  }

  /** @param run what the machine's process does; when it fails the process is started again */
  add(name: string, run: (process: MachineProcess, clock: MachineClock) => Promise<unknown>): MachineClock {
    const clock = new MachineClock(this.world);
    const machine: Machine = { name, clock, starts: 1, process: new MachineProcess(this.world, name), run: (process) => run(process, clock) };
    this.machines.set(name, machine);
    this.boot(machine);
    return clock;
  }

  ledgerOf(process: MachineProcess): SimulatedLedger {
    return new SimulatedLedger(this.database, { timers: process, weather: this.weatherOf(process) });
  }

  weatherOf(process: MachineProcess): DatabaseWeather {
    return new DatabaseWeather(this.databaseFaults, this.world.random(`database ${process.name}`));
  }

  /** kill -9, and another start after a while. */
  crash(name: string, backAfterMs: number): void {
    const machine = this.machineOf(name);
    this.world.tell(`${machine.process.name} is killed`);
    this.bury(machine, backAfterMs);
  }

  /** kill -9, and nobody starts it again: an instance that is removed for good, or its machine lost. */
  remove(name: string): void {
    this.world.tell(`${name} is removed`);
    this.bury(this.machineOf(name));
    this.machines.delete(name);
  }

  /** SIGSTOP, and SIGCONT after a while. */
  stop(name: string, forMs: number): void {
    this.world.tell(`${name} is stopped for ${forMs} ms`);
    this.machineOf(name).process.stop(forMs);
  }

  /** SIGCONT now. */
  resume(name: string): void {
    this.machineOf(name).process.resume();
  }

  setClock(name: string, skewMs: number): void {
    this.world.tell(`the clock of ${name} is off by ${skewMs} ms`);
    this.machineOf(name).clock.skewMs = skewMs;
  }

  /** Every instance hears of it in its own time. */
  moveHands(byNs: bigint): void {
    this.world.handsNs += byNs;
    const { handsNs } = this.world;
    this.world.tell(`the hands are moved by ${byNs} ns`);
    const chance = this.world.random(`hands ${handsNs}`);
    for (const { clock } of this.machines.values()) {
      this.world.agenda.after(chance.below(HANDS_UNKNOWN_MS), () => {
        if (handsNs > clock.handsNs) clock.handsNs = handsNs;
      });
    }
  }

  private machineOf(name: string): Machine {
    const machine = this.machines.get(name);
    if (!machine) throw new Error(`there is no machine ${name}`);
    return machine;
  }

  private boot(machine: Machine): void {
    const { process } = machine;
    this.world.tell(`${process.name} starts`);
    machine.run(process).catch((error: unknown) => {
      if (!process.isAlive) return;
      this.world.tell(`${process.name} could not start: ${(error as Error).message}`);
      this.bury(machine, START_AGAIN_MS);
    });
  }

  /** @param backAfterMs without it, it stays away */
  private bury(machine: Machine, backAfterMs?: number): void {
    if (!machine.process.isAlive) return;
    machine.process.kill();
    this.network.forget(machine.process);
    this.stream.forget(machine.process);
    this.engines.delete(machine.process);
    if (backAfterMs === undefined) return;
    this.world.agenda.after(backAfterMs, () => {
      if (this.machines.get(machine.name) !== machine) return;
      machine.starts += 1;
      machine.process = new MachineProcess(this.world, machine.name, machine.starts);
      machine.clock.handsNs = this.world.handsNs;
      this.boot(machine);
    });
  }

  private bug(where: string, error: unknown): void {
    this.bugs.push(`${where}: ${(error as Error).stack ?? String(error)}`);
  }

  /** Warnings are the faults' own echo; an error is said only of what no fault explains. */
  private logOf(process: MachineProcess): Logger {
    const silent = (): void => undefined;
    const error = (facts: { readonly error?: unknown }, text: string): void => {
      if (process.isAlive) this.bug(process.name, new Error(`${text}: ${(facts.error as Error | undefined)?.stack ?? JSON.stringify(facts)}`));
    };
    const warn = (facts: { readonly error?: unknown }, text: string): void =>
      this.world.tell(`${process.name} warns: ${text}: ${String((facts.error as Error | undefined)?.message ?? '').slice(0, 120)}`);
    return { trace: silent, debug: silent, info: silent, warn, error, fatal: error } as unknown as Logger;
  }
}
