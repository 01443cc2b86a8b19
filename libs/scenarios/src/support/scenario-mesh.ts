import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BuyerApi, launchMesh, OPERATOR, placeOrder, readToken,
  type ExchangeSource, type LaunchedMesh, type LaunchOptions, type OrderBody, type OrderStory, type Placed,
} from '@carriermesh/operator-commands';
import { PROJECT_ROOT } from '@carriermesh/operator-home';
import type { Bus } from '@carriermesh/platform-bus';
import type { Rpc } from '@carriermesh/wire';
import { LedgerReading } from './ledger-reading.js';
import { eventually, patiently } from './patience.js';

/** Starting a dozen processes takes long on a machine that is busy with other suites; the limit is a failure, not a measure. */
export const LAUNCH_LIMIT_MS = 300_000;
export const STOP_LIMIT_MS = 120_000;
/** For a step that waits on several processes. */
export const STEP_LIMIT_MS = 180_000;

export interface ScenarioOptions extends Pick<LaunchOptions, 'instances' | 'environments' | 'driver'> {
  readonly source?: ExchangeSource;
  /** What the simulated networks do wrong, by provider. */
  readonly behaviours?: Readonly<Record<string, unknown>>;
  /** Switched on from the first process's start. */
  readonly failpoint?: string;
}

/** The whole mesh as an operator would start it, in a home that is thrown away: every service and the agent are processes. */
export class ScenarioMesh {
  private constructor(
    readonly launched: LaunchedMesh,
    readonly ledger: LedgerReading,
    private readonly directory: string,
  ) {}

  static async launch({ source = { kind: 'sample' }, behaviours = {}, failpoint, ...further }: ScenarioOptions = {}): Promise<ScenarioMesh> {
    assertBuilt();
    const directory = makeHomeDirectory();
    const said: string[] = [];
    try {
      const launched = await launchMesh({ homeDirectory: directory, source, behaviours, ...further, ...(failpoint === undefined ? {} : { failpoint }), say: (line) => said.push(line) });
      return new ScenarioMesh(launched, new LedgerReading(launched.postgresUrl), directory);
    } catch (error) {
      rmSync(directory, { recursive: true, force: true });
      throw new Error(`the mesh did not start: ${(error as Error).message}\nIt had said:\n${said.join('\n')}`, { cause: error });
    }
  }

  get home(): LaunchedMesh['home'] {
    return this.launched.home;
  }

  get buyer(): BuyerApi {
    return new BuyerApi(this.launched.apiUrl, readToken(this.home));
  }

  /** Asks a service as the operator; one that is being started again is asked once more. */
  ask<Request, Response>(rpc: Rpc<Request, Response>, body: Request): Promise<Response> {
    return patiently(() => this.launched.bus.request(rpc, body, { context: OPERATOR }));
  }

  /** Orders over HTTP, as often as it takes to get an answer: the same request id is the same order. */
  place(body: OrderBody): Promise<Placed> {
    const { home, apiUrl, bus } = this.launched;
    // Each question by itself: while an instance stands still, one in two of them goes to it.
    const request: Bus['request'] = (rpc, question, options) => patiently(() => bus.request(rpc, question, options));
    return patiently(() => placeOrder({ home, apiUrl, bus: { request } }, body));
  }

  /** An order that the API takes, up to its end: a running service, or a refusal, or a quote that waits for its buyer. */
  async order(body: OrderBody): Promise<OrderStory> {
    return eventually(`the end of the order ${body.requestId}`, async () => {
      const placed = await this.place(body);
      if (placed.kind === 'problem') throw new Error(`the order ${body.requestId} was not taken: ${placed.problem.detail ?? placed.problem.title}`);
      const { state } = placed.story.record;
      return state === 'active' || state === 'refused' || state === 'quoted' ? placed.story : undefined;
    });
  }

  async stop(): Promise<void> {
    await this.ledger.close();
    await this.launched.stop();
    removeHome(this.directory);
  }
}

export function makeHomeDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'carriermesh-scenario-'));
}

/** With CARRIERMESH_KEEP_SCENARIOS set the home stays, for whoever has to read its logs. */
export function removeHome(directory: string): void {
  if (process.env['CARRIERMESH_KEEP_SCENARIOS'] === undefined) rmSync(directory, { recursive: true, force: true });
}

/** The processes of a mesh run what was built, not the sources that this suite is compiled from. */
export function assertBuilt(): void {
  const missing = ['relay', 'gateway', 'provider-agent', 'cli'].map((app) => join(PROJECT_ROOT, 'apps', app, 'dist', 'main.js')).filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`the project is not built (${missing.join(', ')} missing): run "npm run build" first`);
}
