import { Relay, type Bus } from '@carriermesh/platform-bus';
import { leaderReaders, RightOfWay } from '@carriermesh/platform-chassis';
import type { Ledger } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { MachineProcess } from '../world/machine-process.js';
import { connectionOf, hearAloud } from './bus-connection.js';
import type { MeshParts } from './simulated-mesh.js';

/**
 * The relay, put together as the chassis's host does it where it leads, with its gap between runs and the way that it gives to alarms.
 * @returns the ledger as who comes behind it reads it
 */
export function runRelay(parts: MeshParts, process: MachineProcess, { ledger, log }: { readonly ledger: Ledger; readonly log: Logger }): ReturnType<typeof leaderReaders>['behind'] {
  const { world } = process;
  const bus: Pick<Bus, 'hear'> = { hear: (subject, onMessage) => hearAloud(parts.network, process, subject, onMessage) };
  const way = new RightOfWay(bus, process);
  way.listen();
  const given = async (): Promise<void> => {
    const askedMs = world.nowMs;
    await way.given();
    if (process.isAlive && world.nowMs > askedMs) world.tell(`${process.name} gave way for ${world.nowMs - askedMs} ms`);
  };
  const { ahead, behind } = leaderReaders({ ledger, bus, rightOfWay: { given } });
  new Relay(ahead, connectionOf(process, parts), log, process).start();
  return behind;
}
