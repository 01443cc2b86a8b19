import { isIPv4 } from 'node:net';
import { dirname, resolve } from 'node:path';
import type { TrafficClass } from '@carriermesh/agent-domain';
import type { InterconnectModel } from '@carriermesh/exchange';
import { fromHex, isToken } from '@carriermesh/kernel';
import { isFullOrderKey } from '@carriermesh/platform-signing';
import type { Behaviour } from './drivers/simulated-network.js';
import { JsonFields, wrongField } from './json-fields.js';
import { trafficClassesOf } from './traffic-classes-field.js';
import { readYaml } from './yaml-file.js';

export const MAX_PROVIDERS = 1_000;
/** The mesh takes no offer for longer than 400 days. */
const MAX_VALIDITY_DAYS = 399;
const DEFAULT_VALIDITY_DAYS = 365;
/** The mesh takes no other. */
const HEARTBEAT_LIMITS_MS = [100, 300_000] as const;
const DEFAULT_HEARTBEAT_MS = 10_000;
const MAX_BUYERS_NAMED = 256;
const MAX_ANSWER_AFTER_MS = 3_600_000;
const MAX_SEED = 0xffff_ffff;
const BUS_URL = /^nats:\/\/[^\s/]+$/;
const NAMESPACE_PREFIX = /^[a-z0-9]{1,16}$/;
const DEFAULT_PREFIX = 'cm';
const MAX_PORT = 65_535;
const LOOPBACK = '127.0.0.1';
const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export interface AgentConfiguration {
  readonly busUrl: string;
  readonly stateDirectory: string;
  readonly exchange: ExchangeSource;
  readonly offerValidityDays: number;
  /** How often the mesh is told that the agent lives; three that are missed stop the sale of what it offers. */
  readonly heartbeatMs: number;
  /** `mesh`: comes along when a demonstration's clock is moved forward. For simulated networks alone: a real one carries nothing of what is yet to come. */
  readonly clock: 'machine' | 'mesh';
  readonly driver: DriverConfiguration;
  readonly providers: readonly ProviderConfiguration[];
  /** Where health and metrics are asked for, on the loopback; 0 is any free port. */
  readonly healthPort: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** A device that this provider shares with other networks. */
  readonly switch?: SwitchConfiguration;
}

export interface SwitchConfiguration {
  readonly file: string;
  /** Where its administrators reach it. */
  readonly host: string;
  /** 0 is any free one. */
  readonly port: number;
  /** Absent only on the loopback: administrators' tokens go over this connection. */
  readonly tls?: { readonly keyFile: string; readonly certificateFile: string };
}

export type DriverConfiguration =
  | { readonly kind: 'simulated'; readonly seed: number; readonly behaviours: ReadonlyMap<string, Behaviour>; readonly classes: readonly TrafficClass[] }
  /** Network namespaces of this machine, whose names begin with the prefix. */
  | { readonly kind: 'linux'; readonly namespacePrefix: string };

export type ExchangeSource =
  | { readonly kind: 'sample' }
  /** One provider's own network, written down by itself. */
  | { readonly kind: 'inventory'; readonly file: string }
  | { readonly kind: 'topology-zoo'; readonly directory: string; readonly model: InterconnectModel; readonly pathFactor: number };

export interface ProviderConfiguration {
  readonly id: string;
  /** Absent only where the bus asks for no credentials. */
  readonly busNkeyFile?: string;
  readonly signingKeyFile: string;
  readonly operatorPublicKey: Uint8Array;
  /** Buyers to whom the offers are shown; nobody named means everybody. */
  readonly visibleTo: readonly string[];
  /** What it calls its segments and customers itself, read anew with every report of usage. */
  readonly localIdsFile?: string;
}

/**
 * Reads the file that `--config` or CARRIERMESH_AGENT_CONFIG names, YAML or JSON. Relative paths in it are relative to the file's folder.
 * @throws OperationalError `misconfigured`, naming the field, its value and what it has to be
 */
export function readConfiguration(file: string): AgentConfiguration {
  return configurationOf(readYaml(file, "the agent's configuration"), dirname(resolve(file)));
}

export function configurationOf(value: unknown, folder: string): AgentConfiguration {
  const fields = new JsonFields(value, '');
  const providers = fields.list('providers', MAX_PROVIDERS).map((item) => providerOf(new JsonFields(item.value, item.path), folder));
  const ids = new Set(providers.map(({ id }) => id));
  if (ids.size === 0 || ids.size < providers.length) throw wrongField('providers', providers.map(({ id }) => id), 'a list of different providers, at least one');
  const configuration: AgentConfiguration = {
    busUrl: fields.matching('busUrl', BUS_URL, 'nats://host:port'),
    stateDirectory: resolve(folder, fields.text('stateDirectory')),
    exchange: exchangeOf(fields.object('exchange'), folder),
    offerValidityDays: fields.whole('offerValidityDays', [1, MAX_VALIDITY_DAYS], DEFAULT_VALIDITY_DAYS),
    heartbeatMs: fields.whole('heartbeatMs', HEARTBEAT_LIMITS_MS, DEFAULT_HEARTBEAT_MS),
    clock: fields.oneOf('clock', ['machine', 'mesh'], 'machine'),
    driver: driverOf(fields.object('driver'), ids),
    providers,
    healthPort: fields.whole('healthPort', [0, MAX_PORT], 0),
    logLevel: fields.has('logLevel') ? logLevelOf(fields.text('logLevel'), 'logLevel') : 'info',
    ...(fields.has('switch') ? { switch: switchOf(fields.object('switch'), folder) } : {}),
  };
  fields.nothingElse();
  if (configuration.exchange.kind === 'inventory' && providers.length > 1) throw wrongField('providers', [...ids], 'one provider alone, since an inventory is of one');
  return configuration;
}

/** @param name of the setting, as whoever has to mend it knows it */
export function logLevelOf(text: string, name: string): AgentConfiguration['logLevel'] {
  const level = LOG_LEVELS.find((known) => known === text);
  if (!level) throw wrongField(name, text, `one of ${LOG_LEVELS.join(', ')}`);
  return level;
}

function exchangeOf(fields: JsonFields, folder: string): ExchangeSource {
  const source = sourceOf(fields.oneOf('kind', ['sample', 'topology-zoo', 'inventory']), fields, folder);
  fields.nothingElse();
  return source;
}

function sourceOf(kind: ExchangeSource['kind'], fields: JsonFields, folder: string): ExchangeSource {
  if (kind === 'sample') return { kind };
  if (kind === 'inventory') return { kind, file: resolve(folder, fields.text('file')) };
  return {
    kind,
    directory: resolve(folder, fields.text('directory')),
    model: fields.oneOf('model', ['m1', 'm2']),
    pathFactor: fields.number('pathFactor', [1, 10]),
  };
}

function driverOf(fields: JsonFields, providerIds: ReadonlySet<string>): AgentConfiguration['driver'] {
  const kind = fields.oneOf('kind', ['simulated', 'linux']);
  if (kind === 'linux') {
    const namespacePrefix = fields.has('namespacePrefix') ? fields.matching('namespacePrefix', NAMESPACE_PREFIX, '1 to 16 small letters and digits') : DEFAULT_PREFIX;
    fields.nothingElse();
    return { kind, namespacePrefix };
  }
  const seed = fields.whole('seed', [0, MAX_SEED], 1);
  const behaviours = new Map<string, Behaviour>();
  if (fields.has('behaviours')) {
    const named = fields.object('behaviours');
    for (const id of named.names()) {
      if (!providerIds.has(id)) throw wrongField('driver.behaviours', id, 'named after providers of this configuration');
      behaviours.set(id, behaviourOf(named.object(id)));
    }
  }
  const classes = fields.has('classes') ? trafficClassesOf(fields, 'driver.classes') : [];
  fields.nothingElse();
  return { kind, seed, behaviours, classes };
}

function switchOf(fields: JsonFields, folder: string): SwitchConfiguration {
  const host = fields.has('host') ? fields.text('host') : LOOPBACK;
  const tls = fields.has('certificateFile') ? { certificateFile: resolve(folder, fields.text('certificateFile')), keyFile: resolve(folder, fields.text('keyFile')) } : undefined;
  if (!tls && !isLoopback(host)) throw wrongField('switch.host', host, 'an address of the loopback, or certificateFile and keyFile have to be there: tokens go over this connection');
  const configuration: SwitchConfiguration = { file: resolve(folder, fields.text('file')), host, port: fields.whole('port', [0, MAX_PORT], 0), ...(tls ? { tls } : {}) };
  fields.nothingElse();
  return configuration;
}

const isLoopback = (host: string): boolean => host === '::1' || (isIPv4(host) && host.startsWith('127.'));

function behaviourOf(fields: JsonFields): Behaviour {
  const behaviour: Behaviour = {
    refuse: fields.flag('refuse'),
    silent: fields.flag('silent'),
    lieAboutKey: fields.flag('lieAboutKey'),
    ...(fields.has('refuseAdjustments') ? { refuseAdjustments: fields.flag('refuseAdjustments') } : {}),
    ...(fields.has('answerAfterMs') ? { answerAfterMs: fields.whole('answerAfterMs', [0, MAX_ANSWER_AFTER_MS]) } : {}),
  };
  fields.nothingElse();
  return behaviour;
}

function providerOf(fields: JsonFields, folder: string): ProviderConfiguration {
  const id = fields.text('id');
  if (!isToken(id)) throw wrongField('providers[].id', id, '1 to 64 letters, digits, _ and -');
  const keyHex = fields.text('operatorPublicKeyHex');
  const operatorPublicKey = fromHex(keyHex);
  if (!operatorPublicKey || !isFullOrderKey(operatorPublicKey)) {
    throw wrongField(`operatorPublicKeyHex of provider ${id}`, keyHex, 'an Ed25519 public key of full order, 64 lower-case hex digits');
  }
  const provider: ProviderConfiguration = {
    id,
    ...(fields.has('busNkeyFile') ? { busNkeyFile: resolve(folder, fields.text('busNkeyFile')) } : {}),
    signingKeyFile: resolve(folder, fields.text('signingKeyFile')),
    operatorPublicKey,
    visibleTo: fields.has('visibleTo') ? fields.list('visibleTo', MAX_BUYERS_NAMED).map(buyerOf) : [],
    ...(fields.has('localIdsFile') ? { localIdsFile: resolve(folder, fields.text('localIdsFile')) } : {}),
  };
  fields.nothingElse();
  return provider;
}

function buyerOf({ path, value }: { readonly path: string; readonly value: unknown }): string {
  if (typeof value !== 'string' || !isToken(value)) throw wrongField(path, value, '1 to 64 letters, digits, _ and -');
  return value;
}
