import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectBus } from '@carriermesh/platform-bus';
import { startNats, type TestNats } from '@carriermesh/platform-testing';
import { AgentHome, type StartedAgent, type StartOptions } from './agent-home.js';
import { MeshDesk, newOperator } from './mesh-desk.js';

/** A bus for all tests of a file, and for each of them an agent's home and the mesh's desk, which must have nothing to complain of in the end. */
export class AgentTrial {
  connection!: NatsConnection;
  home!: AgentHome;
  desk!: MeshDesk;
  private nats!: TestNats;

  /** To be made where the file begins: it says what is done before and after its tests. */
  constructor(providerIds: readonly string[]) {
    beforeAll(async () => {
      this.nats = await startNats();
    });
    afterAll(() => this.nats.stop());
    beforeEach(async () => {
      this.connection = await connectBus({ url: this.nats.url, name: 'mesh-desk' });
      this.home = new AgentHome(providerIds);
      this.desk = new MeshDesk(this.connection, newOperator(), this.home.publicKeys);
      await this.desk.open('in.*.v1');
    });
    afterEach(async () => {
      await this.home.close();
      await this.connection.close();
      expect(this.desk.complaints).toEqual([]);
    });
  }

  start(options: StartOptions = {}): Promise<StartedAgent> {
    return this.home.start(this.nats.url, this.desk.operator.publicKey, options);
  }
}
