import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { activeSegments, isStillOf, nextRenewal } from '@carriermesh/agent-domain';
import type { ProviderInventory } from '@carriermesh/exchange';
import { connectBus, NatsTransport } from '@carriermesh/platform-bus';
import type { SigningKey } from '@carriermesh/platform-signing';
import { agent, type Rpc } from '@carriermesh/wire';
import { Advertiser, type Advertised } from './advertiser.js';
import type { AgentConfiguration, ProviderConfiguration } from './configuration.js';
import { Courier, SPAN_SERVICE, type ProviderContext } from './courier.js';
import type { NetworkDriver } from './drivers/network-driver.port.js';
import { behaviourOf, openDriver } from './drivers/open-driver.js';
import { forgedKey } from './drivers/simulated-network.js';
import { Heart } from './heart.js';
import { Measurer } from './measurer.js';
import { ownNetwork } from './own-resources.js';
import { ProviderBooks } from './provider-books.js';
import { keyOf } from './provider-key.js';
import { Purchases } from './purchases.js';
import { SegmentOperations } from './segment-operations.js';
import { UsageReporter } from './usage-reporter.js';

/** A line that came up is measured for the first time once those who waited for it have their answer. */
const FIRST_MEASUREMENT_AFTER_MS = 50;
/** How long each step of stopping may take: a silent network never ends its operations, and an absent bus confirms nothing. */
const STOP_LIMIT_MS = 2_000;

export interface ProviderOptions {
  readonly provider: ProviderConfiguration;
  readonly inventory: ProviderInventory;
  readonly configuration: AgentConfiguration;
  readonly shared: Pick<ProviderContext, 'clock' | 'slots' | 'stopping' | 'log'>;
}

/** One provider's presence in the mesh: its own connection, its own account, its own key, its own books. */
export class ProviderAgent {
  private readonly operations = new Set<Promise<unknown>>();
  private readonly transport: NatsTransport;
  private readonly advertiser: Advertiser;
  private readonly segments: SegmentOperations;
  private readonly usage: UsageReporter;
  private readonly measurer: Measurer;
  private readonly heart: Heart;
  private readonly purchases: Purchases;
  private advertising: Promise<Advertised> | undefined;
  /** The mesh asked for everything again, and has not receipted it yet. */
  private owesOffers = false;
  private connected = true;

  private constructor(
    private readonly context: ProviderContext,
    private readonly driver: NetworkDriver,
    { provider, inventory, configuration, key }: ProviderOptions & { readonly key: SigningKey },
  ) {
    const behaviour = behaviourOf(configuration, provider.id);
    const courier = new Courier(context);
    const { offerValidityDays: validityDays } = configuration;
    this.advertiser = new Advertiser(context, courier, { inventory, visibleTo: provider.visibleTo, validityDays, key });
    this.usage = new UsageReporter(context, courier, { driver, key, localIdsFile: provider.localIdsFile });
    this.purchases = new Purchases(context, courier);
    this.measurer = new Measurer(context, courier, { driver, key });
    this.segments = new SegmentOperations(context, {
      network: ownNetwork(inventory),
      driver,
      key: behaviour.lieAboutKey ? forgedKey(key) : key,
      // Not before the answer is out, which somebody waits for.
      onActivated: (segment) => void setTimeout(() => this.measurer.measure([segment]), FIRST_MEASUREMENT_AFTER_MS).unref(),
    });
    this.heart = new Heart(context, { key, intervalMs: configuration.heartbeatMs, isConnected: () => this.connected });
    this.transport = new NatsTransport(context.connection, SPAN_SERVICE, context.log);
  }

  /**
   * Connects, and returns when the provider can be asked.
   * @throws OperationalError `denied` when the bus does not know the account, `misconfigured` for a key or a journal that can't be read
   */
  static async start(options: ProviderOptions): Promise<ProviderAgent> {
    const { provider, inventory, configuration, shared } = options;
    const key = keyOf(provider);
    const books = await ProviderBooks.open(join(configuration.stateDirectory, provider.id));
    try {
      const driver = await openDriver({ configuration, inventory, ...shared });
      return await ProviderAgent.on(driver, { ...options, key, books });
    } catch (error) {
      await books.close();
      throw error;
    }
  }

  private static async on(driver: NetworkDriver, options: ProviderOptions & Pick<ProviderContext, 'books'> & { readonly key: SigningKey }): Promise<ProviderAgent> {
    const { provider, configuration, shared, books } = options;
    const { id: providerId, operatorPublicKey, busNkeyFile } = provider;
    try {
      // Before anybody can ask for anything: the network is what the journal says, whatever happened in between.
      await driver.restore(activeSegments(books.book));
      const connection = await connectBus({
        url: configuration.busUrl,
        name: `agent-${providerId}`,
        ...(busNkeyFile === undefined ? {} : { nkeySeedFile: busNkeyFile }),
      });
      const started = new ProviderAgent({ ...shared, providerId, connection, operatorPublicKey, books }, driver, options);
      await started.listen();
      return started;
    } catch (error) {
      driver.close();
      throw error;
    }
  }

  get id(): string {
    return this.context.providerId;
  }

  get isConnected(): boolean {
    return this.connected;
  }

  get resources(): number {
    return this.advertiser.resources.size;
  }

  get offersOnRecord(): number {
    return this.context.books.book.offered.size;
  }

  get heartbeats(): number {
    return this.heart.beats;
  }

  /** Says what there is to say, once at a time. @throws AbortError when the agent stops meanwhile */
  advertise(): Promise<Advertised> {
    this.advertising ??= this.advertiser
      .advertise()
      .then((advertised) => {
        this.owesOffers = false;
        return advertised;
      })
      .finally(() => (this.advertising = undefined));
    return this.advertising;
  }

  get isRenewalDue(): boolean {
    const renewAt = nextRenewal(this.context.books.book);
    return this.advertising === undefined && (this.owesOffers || (renewAt !== undefined && this.context.clock.now() >= renewAt));
  }

  measure(): void {
    this.measurer.measure();
  }

  /** What was sold since, or has ended, and whatever the mesh did not answer. */
  registerPurchases(): void {
    this.purchases.register();
  }

  reportFullHours(): Promise<void> {
    return this.usage.reportAll();
  }

  /** Takes no more requests, lets those under way end, and closes the connection. What awaits a receipt is sent after the next start. */
  async stop(): Promise<void> {
    const { books, connection } = this.context;
    this.heart.stop();
    await limited(this.transport.close());
    await limited(Promise.allSettled([...this.operations, this.advertising, this.usage.settled(), this.purchases.settled()]));
    await limited(connection.flush());
    this.driver.close();
    await connection.close();
    await books.close();
  }

  private async listen(): Promise<void> {
    this.bind(agent.ActivateSegment, (request) => this.segments.activate(request));
    this.bind(agent.AdjustSegment, (request) => this.segments.adjust(request));
    this.bind(agent.ReleaseSegment, (request) => this.segments.release(request));
    this.bind(agent.ReportUsage, (request) => {
      // What is metered is to be rated.
      this.purchases.register();
      return this.usage.report(request);
    });
    this.bind(agent.ResumeAdvertising, async (request) => this.resume(request));
    void this.watch(this.context.connection);
    await new Promise<void>((resolve) => this.transport.listen(resolve));
    this.usage.send();
    this.purchases.register();
    this.heart.begin();
  }

  /** What is under way has an answer of its own, and a heartbeat that was overtaken by it is of no account any more. */
  private resume({ sentSequence, nextSequence }: agent.ResumeAdvertisingRequest): agent.ResumeAdvertisingResponse {
    if (this.advertising || !isStillOf(this.context.books.book, sentSequence) || nextSequence === sentSequence + 1n)
      return { outcome: { kind: 'refused', refused: { code: 'books-moved-on', message: `The last batch that was sent and receipted is not ${sentSequence} any more, or the next one is.`, facts: { sent_sequence: `${sentSequence}` } } } };
    this.owesOffers = true;
    this.advertising = this.advertiser.resume(nextSequence).finally(() => (this.advertising = undefined));
    this.advertising.then(
      () => (this.owesOffers = false),
      (error: unknown) => {
        if (!this.context.stopping.aborted) this.context.log.error({ error, providerId: this.id }, 'advertising again failed; it is tried again');
      },
    );
    return { outcome: { kind: 'resumed', resumed: { nextSequence } } };
  }

  private bind<Request, Response>(rpc: Rpc<Request, Response>, answer: (request: Request) => Promise<Response>): void {
    const tracked = async (body: Uint8Array): Promise<Response> => {
      const operation = answer(rpc.request.decode(body));
      this.operations.add(operation);
      return operation.finally(() => this.operations.delete(operation));
    };
    this.transport.bind(rpc.subject, tracked, rpc.response.encode);
  }

  private async watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type !== 'disconnect' && type !== 'reconnect') continue;
      this.connected = type === 'reconnect';
      this.context.log.warn({ providerId: this.id }, this.connected ? 'connected to the bus again' : 'the connection to the bus was lost');
    }
  }
}

const limited = (ending: Promise<unknown>): Promise<unknown> =>
  Promise.race([ending.catch(() => undefined), sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
