import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { connectBus, NatsBus } from '@carriermesh/platform-bus';
import { BUS, LOGGER, nestLog, startHeartbeat, Undo, type Route, type Running } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { createLogger, type Logger } from '@carriermesh/platform-telemetry';
import type { GatewayEnvironment } from './configuration.js';
import { EventHub } from './events/event-hub.js';
import { GatewayModule } from './gateway.module.js';
import { httpAdapter } from './http/fastify.js';
import { bearerToken } from './identity/bearers.js';
import { Buyers } from './identity/buyers.js';
import { Suppliers } from './identity/suppliers.js';
import { OpenApiDocument } from './system/openapi-document.js';
import { BUS_CONNECTION, STOPPING } from './tokens.js';

const NAME = 'gateway';
const SWEEP_MS = 50;
/** Requests that are not answered this long after the end was asked for are cut. */
const LAST_ANSWERS_MS = 5_000;

export interface RunningGateway extends Running {
  /** Every route that answers, as the HTTP server knows it. */
  readonly routes: readonly Route[];
}

/** The HTTP edge: it holds no data and no database credentials; what it answers, it asks the mesh for. */
export async function startGateway(environment: GatewayEnvironment): Promise<RunningGateway> {
  const host = new GatewayHost(environment, createLogger({ service: NAME, level: environment.logLevel }));
  try {
    await host.start();
    return host;
  } catch (error) {
    await host.stop();
    throw error;
  }
}

class GatewayHost implements RunningGateway {
  healthUrl = '';
  routes: readonly Route[] = [];
  private readonly stopping = new AbortController();
  private readonly undo: Undo;

  constructor(
    private readonly environment: GatewayEnvironment,
    private readonly log: Logger,
  ) {
    this.undo = new Undo(log);
  }

  async start(): Promise<void> {
    const { bus: address, buyersFile, suppliersFile } = this.environment;
    const buyers = await Buyers.open(buyersFile, this.log);
    const suppliers = await Suppliers.open(suppliersFile, this.log);
    const connection = await connectBus({ ...address, name: NAME });
    this.undo.later(() => connection.close());
    const bus = new NatsBus(connection, NAME);
    const values = [[BUS, bus], [BUS_CONNECTION, connection], [LOGGER, this.log], [Buyers, buyers], [Suppliers, suppliers], [STOPPING, this.stopping.signal]] as const;
    const app = await this.makeApp(GatewayModule.over(values.map(([provide, useValue]) => ({ provide, useValue }))), async (authorization) => {
      const token = bearerToken(authorization);
      return token !== undefined && ((await buyers.bearerOf(token)) ?? (await suppliers.bearerOf(token))) !== undefined;
    });
    const hub = app.get(EventHub);
    hub.start();
    this.undo.later(() => hub.stop());
    this.undo.later(startHeartbeat(bus, NAME, { position: () => hub.position }));
    await this.listen(app);
    // Streams and waiting requests would keep the server from closing.
    this.undo.later(() => this.stopping.abort());
  }

  stop(): Promise<void> {
    return this.undo.all();
  }

  private async makeApp(module: ReturnType<typeof GatewayModule.over>, isBearer: Parameters<typeof httpAdapter>[1]): Promise<NestFastifyApplication> {
    const { adapter, routes } = httpAdapter(this.log, isBearer);
    const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: nestLog(this.log), abortOnError: false, bodyParser: false });
    this.undo.later(() => closeServer(app));
    app.get(OpenApiDocument).describe(app);
    this.routes = routes;
    return app;
  }

  private async listen(app: NestFastifyApplication): Promise<void> {
    const { apiHost, apiPort } = this.environment;
    try {
      await app.listen(apiPort, apiHost);
    } catch (error) {
      const message = `the API can't listen on ${apiHost}:${apiPort}: ${(error as Error).message}`;
      throw new OperationalError('misconfigured', message, { cause: error });
    }
    this.healthUrl = await app.getUrl();
  }
}

/** Answers what is being worked on, and waits neither for connections that are kept for a request to come nor for ever. */
async function closeServer(app: NestFastifyApplication): Promise<void> {
  const { server } = app.getHttpAdapter().getInstance();
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const force = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(force);
  }
}
