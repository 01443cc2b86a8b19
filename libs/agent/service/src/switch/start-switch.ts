import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { switchDecider, type SwitchDevice, type SwitchEvent } from '@carriermesh/agent-domain';
import { OperationalError } from '@carriermesh/platform-errors';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { AgentClock } from '../clock.js';
import type { SwitchConfiguration } from '../configuration.js';
import { Journal } from '../journal.js';
import { requireRoom, SwitchBook } from './switch-book.js';
import { switchEdge, type EdgeParts } from './switch-edge.js';
import type { SwitchFabric } from './switch-fabric.port.js';
import { readSwitchFile } from './switch-file.js';

export interface RunningSwitch {
  readonly url: string;
  readonly problems: () => readonly string[];
  stop(): Promise<void>;
}

export interface SwitchParts {
  readonly configuration: SwitchConfiguration;
  /** Of the agent; the switch has a folder of its own in it. */
  readonly stateDirectory: string;
  /** What carries the device's frames; nothing where the network is simulated. */
  readonly fabricOf: (device: SwitchDevice) => Promise<SwitchFabric | undefined>;
  readonly clock: AgentClock;
  readonly log: Logger;
}

/** Opens the device to its administrators. @throws OperationalError `misconfigured` naming what is not as it has to be */
export async function startSwitch({ configuration, stateDirectory, fabricOf, clock, log }: SwitchParts): Promise<RunningSwitch> {
  const device = readSwitchFile(configuration.file);
  const tls = configuration.tls && readTls(configuration.tls);
  const fabric = await fabricOf(device);
  const { journal, entries } = await Journal.open<SwitchEvent>(folderOf(device, stateDirectory));
  const book = await SwitchBook.open({ device, journal, fabric, log }, entries);
  const url = await listening({ device, book, clock, log, ...(tls ? { tls } : {}) }, configuration);
  log.info({ url: url.address, device: device.id, elements: book.state.size }, 'the shared switch takes its administrators');
  return {
    url: url.address,
    problems: () => book.problems,
    stop: async () => {
      await url.close();
      await book.close();
    },
  };
}

const folderOf = ({ id }: SwitchDevice, stateDirectory: string): string => join(stateDirectory, `switch-${id}`);

/** Whether the device could be opened with what is on record, which is left as it is. @throws OperationalError `misconfigured` naming what does not fit */
export async function checkSwitch(device: SwitchDevice, stateDirectory: string): Promise<void> {
  const { initial, evolve } = switchDecider(device);
  requireRoom(device, (await Journal.read<SwitchEvent>(folderOf(device, stateDirectory))).reduce(evolve, initial));
}

async function listening(parts: EdgeParts, { host, port }: SwitchConfiguration): Promise<{ readonly address: string; close(): Promise<void> }> {
  const { server } = switchEdge(parts);
  try {
    return { address: await server.listen({ host, port }), close: () => server.close() };
  } catch (error) {
    await parts.book.close();
    throw new OperationalError('misconfigured', `the switch can't be listened for at ${host}:${port}: ${(error as Error).message}`, { cause: error });
  }
}

/** @throws OperationalError `misconfigured`, naming both files, when they are no certificate and its key */
export function readTls({ certificateFile, keyFile }: NonNullable<SwitchConfiguration['tls']>): { readonly cert: Buffer; readonly key: Buffer } {
  const tls = { cert: readPem(certificateFile), key: readPem(keyFile) };
  try {
    createSecureContext(tls);
    return tls;
  } catch (error) {
    throw new OperationalError('misconfigured', `the switch's certificateFile ${certificateFile} and keyFile ${keyFile} have to be a certificate and its key in PEM: ${(error as Error).message}`, { cause: error });
  }
}

/** @throws OperationalError `misconfigured` when there is no such file to be read */
function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new OperationalError('misconfigured', `the switch's ${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
}
