import type { NodeConnectionOptions } from '@nats-io/transport-node';
import { NatsConnectionImpl, setTransportFactory } from '@nats-io/transport-node/lib/nats-base-client.js';
import { nodeResolveHost } from '@nats-io/transport-node/lib/node_transport.js';
import { speakLean, type LeanConnection } from './lean-protocol.js';
import { LeanTransport } from './lean-transport.js';

/** As the client's `connect`. Its factory of transports is one for the process: who calls the client's own sets that one again, which does as well. */
export async function connectLean(options: NodeConnectionOptions): Promise<LeanConnection> {
  setTransportFactory({ factory: () => new LeanTransport(), dnsResolveFn: nodeResolveHost });
  const connection = await NatsConnectionImpl.connect(options);
  return speakLean(connection as NatsConnectionImpl);
}
