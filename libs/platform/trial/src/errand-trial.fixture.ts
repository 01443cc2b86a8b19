import { instantFromMs, type Instant } from '@carriermesh/kernel';
import { TypedLedger } from '@carriermesh/platform-chassis';
import { PostgresLedger } from '@carriermesh/platform-ledger';
import { ProcessEngine, type StepLedger } from '@carriermesh/platform-processes';
import { createLogger } from '@carriermesh/platform-telemetry';
import { startPostgres, type TestPostgres } from '@carriermesh/platform-testing';
import { v7 } from 'uuid';
import { ErrandRunner, ListedErrands, sent } from './errand.fixture.js';
import { eventually } from './trial-mesh.js';

const log = createLogger({ service: 'errands', level: 'silent' });

/** Engines that run errands over a ledger which can be made to fail, with a clock that the test sets. */
export class ErrandTrial {
  now!: Instant;
  runner!: ErrandRunner;
  index!: ListedErrands;
  /** Of the test's own errand. */
  id!: string;
  /** What stands in for the ledger as long as it is there. */
  faults: Partial<StepLedger> = {};
  ledger!: TypedLedger;
  private postgres!: TestPostgres;
  private raw!: PostgresLedger;
  private readonly clock = { now: () => this.now };
  private readonly engines: ProcessEngine[] = [];

  async open(): Promise<void> {
    this.postgres = await startPostgres();
    this.raw = await PostgresLedger.open({ connectionString: this.postgres.url, applicationName: 'errands' });
    this.ledger = new TypedLedger(this.raw, this.clock, { next: () => v7() });
  }

  begin(): void {
    this.now = instantFromMs(1_800_000_000_000);
    this.runner = new ErrandRunner();
    this.index = new ListedErrands();
    this.id = v7();
    this.faults = {};
  }

  end(): void {
    for (const engine of this.engines.splice(0)) engine.stop();
  }

  async close(): Promise<void> {
    await this.raw.close();
    await this.postgres.stop();
  }

  engine(): ProcessEngine {
    const ledger: StepLedger = {
      load: (stream) => (this.faults.load ?? this.ledger.load.bind(this.ledger))(stream),
      commit: (appends, context) => (this.faults.commit ?? this.ledger.commit.bind(this.ledger))(appends, context),
    };
    const made = new ProcessEngine({ service: 'errands', ledger, clock: this.clock, log, index: this.index });
    made.register([this.runner]);
    this.engines.push(made);
    return made;
  }

  async send(to = this.id): Promise<void> {
    await this.ledger.commit([{ stream: `errand-${to}`, expected: 'none', events: [sent(to, this.now)] }], { actor: 'operator', correlationId: to, causationId: to });
  }

  async story(of = this.id): Promise<readonly string[]> {
    return (await this.ledger.load(`errand-${of}`)).events.map(({ type }) => type.slice('provisioning.v1.Activation'.length));
  }

  toldOf(length: number): Promise<readonly string[]> {
    return eventually(`${length} events`, async () => ((await this.story()).length >= length ? this.story() : undefined));
  }
}
