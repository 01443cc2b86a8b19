import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { InterconnectModel } from '@carriermesh/exchange';
import { fromHex, isToken } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { isFullOrderKey } from '@carriermesh/platform-signing';
import type { Behaviour } from './drivers/simulated-network.js';
import { JsonFields, wrongField } from './json-fields.js';

export const MAX_PROVIDERS = 1_000;
/** The mesh takes no offer for longer than 400 days. */
const MAX_VALIDITY_DAYS = 399;
const DEFAULT_VALIDITY_DAYS = 365;
const MAX_BUYERS_NAMED = 256;
const MAX_ANSWER_AFTER_MS = 3_600_000;
const MAX_SEED = 0xffff_ffff;

export interface AgentConfiguration {
  readonly busUrl: string;
  readonly stateDirectory: string;
  readonly exchange: ExchangeSource;
  readonly offerValidityDays: number;
  /** `mesh`: comes along when a demonstration's clock is moved forward. */
  readonly clock: 'machine' | 'mesh';
  readonly driver: { readonly seed: number; readonly behaviours: ReadonlyMap<string, Behaviour> };
  readonly providers: readonly ProviderConfiguration[];
}

export type ExchangeSource =
  | { readonly kind: 'sample' }
  | { readonly kind: 'topology-zoo'; readonly directory: string; readonly model: InterconnectModel; readonly pathFactor: number };

export interface ProviderConfiguration {
  readonly id: string;
  /** Absent only where the bus asks for no credentials. */
  readonly busNkeyFile?: string;
  readonly signingKeyFile: string;
  readonly operatorPublicKey: Uint8Array;
  /** Buyers to whom the offers are shown; nobody named means everybody. */
  readonly visibleTo: readonly string[];
}

/**
 * Reads the file that CARRIERMESH_AGENT_CONFIG names. Relative paths in it are relative to the file's folder.
 * @throws OperationalError `misconfigured`, naming the field, its value and what it has to be
 */
export function readConfiguration(file: string): AgentConfiguration {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new OperationalError('misconfigured', `the agent's configuration ${file} can't be read: ${(error as Error).message}`, { cause: error });
  }
  return configurationOf(value, dirname(resolve(file)));
}

export function configurationOf(value: unknown, folder: string): AgentConfiguration {
  const fields = new JsonFields(value, '');
  const providers = fields.list('providers', MAX_PROVIDERS).map((item) => providerOf(new JsonFields(item.value, item.path), folder));
  const ids = new Set(providers.map(({ id }) => id));
  if (ids.size === 0 || ids.size < providers.length) throw wrongField('providers', providers.map(({ id }) => id), 'a list of different providers, at least one');
  const configuration: AgentConfiguration = {
    busUrl: fields.text('busUrl'),
    stateDirectory: resolve(folder, fields.text('stateDirectory')),
    exchange: exchangeOf(fields.object('exchange'), folder),
    offerValidityDays: fields.whole('offerValidityDays', [1, MAX_VALIDITY_DAYS], DEFAULT_VALIDITY_DAYS),
    clock: fields.oneOf('clock', ['machine', 'mesh'], 'mesh'),
    driver: driverOf(fields.object('driver'), ids),
    providers,
  };
  fields.nothingElse();
  return configuration;
}

function exchangeOf(fields: JsonFields, folder: string): ExchangeSource {
  const kind = fields.oneOf('kind', ['sample', 'topology-zoo']);
  const source: ExchangeSource =
    kind === 'sample'
      ? { kind }
      : {
          kind,
          directory: resolve(folder, fields.text('directory')),
          model: fields.oneOf('model', ['m1', 'm2']),
          pathFactor: fields.number('pathFactor', [1, 10]),
        };
  fields.nothingElse();
  return source;
}

function driverOf(fields: JsonFields, providerIds: ReadonlySet<string>): AgentConfiguration['driver'] {
  fields.oneOf('kind', ['simulated']);
  const seed = fields.whole('seed', [0, MAX_SEED], 1);
  const behaviours = new Map<string, Behaviour>();
  if (fields.has('behaviours')) {
    const named = fields.object('behaviours');
    for (const id of named.names()) {
      if (!providerIds.has(id)) throw wrongField('driver.behaviours', id, 'named after providers of this configuration');
      behaviours.set(id, behaviourOf(named.object(id)));
    }
  }
  fields.nothingElse();
  return { seed, behaviours };
}

function behaviourOf(fields: JsonFields): Behaviour {
  const behaviour: Behaviour = {
    refuse: fields.flag('refuse'),
    silent: fields.flag('silent'),
    lieAboutKey: fields.flag('lieAboutKey'),
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
  };
  fields.nothingElse();
  return provider;
}

function buyerOf({ path, value }: { readonly path: string; readonly value: unknown }): string {
  if (typeof value !== 'string' || !isToken(value)) throw wrongField(path, value, '1 to 64 letters, digits, _ and -');
  return value;
}
