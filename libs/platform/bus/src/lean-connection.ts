import type { NatsConnection, NodeConnectionOptions } from '@nats-io/transport-node';
import { NatsConnectionImpl, setTransportFactory } from '@nats-io/transport-node/lib/nats-base-client.js';
import { nodeResolveHost } from '@nats-io/transport-node/lib/node_transport.js';
import { speakLean } from './lean-protocol.js';
import { LeanTransport } from './lean-transport.js';

/** As the client's `connect`. Its factory of transports is one for the process: who calls the client's own sets that one again, which does as well. */
export async function connectLean(options: NodeConnectionOptions): Promise<NatsConnection> {
  setTransportFactory({ factory: () => new LeanTransport(), dnsResolveFn: nodeResolveHost });
  const connection = await NatsConnectionImpl.connect(options);
  speakLean(connection as NatsConnectionImpl);
  return connection;
}
