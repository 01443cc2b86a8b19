import { describe, expect, it } from '@jest/globals';
import { configurationOf } from './configuration.js';
import { behaviourOf } from './drivers/open-driver.js';

const provider = { id: 'alfa', busNkeyFile: 'keys/alfa.nk', signingKeyFile: '/keys/alfa.pem', operatorPublicKeyHex: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a' };
const valid = {
  busUrl: 'nats://127.0.0.1:4222',
  stateDirectory: 'state',
  exchange: { kind: 'topology-zoo', directory: 'zoo', model: 'm1', pathFactor: 1.5 },
  driver: { kind: 'simulated', behaviours: { alfa: { answerAfterMs: 250 } } },
  providers: [provider],
};
const read = (changes: object) => configurationOf({ ...valid, ...changes }, '/home/agent');

describe('the configuration of an agent', () => {
  it('takes paths relative to its folder, and the defaults for the rest', () => {
    const configuration = read({});
    expect(configuration).toMatchObject({
      stateDirectory: '/home/agent/state',
      exchange: { kind: 'topology-zoo', directory: '/home/agent/zoo', model: 'm1', pathFactor: 1.5 },
      offerValidityDays: 365,
      heartbeatMs: 10_000,
      clock: 'machine',
      driver: { kind: 'simulated', seed: 1 },
      healthPort: 0,
      logLevel: 'info',
      providers: [{ id: 'alfa', busNkeyFile: '/home/agent/keys/alfa.nk', signingKeyFile: '/keys/alfa.pem', visibleTo: [] }],
    });
    expect(behaviourOf(configuration, 'alfa')).toEqual({ refuse: false, silent: false, lieAboutKey: false, answerAfterMs: 250 });
    expect(configuration.providers[0]?.operatorPublicKey).toHaveLength(32);
  });

  it.each([
    [{ busUrl: 7 }, 'busUrl has to be nats://host:port, and is 7'],
    [{ stateDirectory: undefined }, 'stateDirectory has to be text that is not empty, and is absent'],
    [{ offerValidityDays: 400 }, 'offerValidityDays has to be a number from 1 to 399, and is 400'],
    [{ offerValidityDays: 1.5 }, 'offerValidityDays has to be a whole number from 1 to 399, and is 1.5'],
    [{ heartbeatMs: 99 }, 'heartbeatMs has to be a number from 100 to 300000, and is 99'],
    [{ heartbeatMs: 300_001 }, 'heartbeatMs has to be a number from 100 to 300000, and is 300001'],
    [{ heartbeatMs: '10s' }, 'heartbeatMs has to be a number from 100 to 300000, and is "10s"'],
    [{ exchange: { kind: 'zoo' } }, 'exchange.kind has to be one of sample, topology-zoo, inventory, and is "zoo"'],
    [{ exchange: { kind: 'sample', model: 'm1' } }, 'exchange.model has to be left out: known are kind, and is "m1"'],
    [{ exchange: { ...valid.exchange, pathFactor: 0.9 } }, 'exchange.pathFactor has to be a number from 1 to 10, and is 0.9'],
    [{ switch: { file: 's.yaml', host: '10.0.0.5' } }, 'switch.host has to be an address of the loopback, or certificateFile and keyFile have to be there'],
    [{ switch: { file: 's.yaml', port: 65_536 } }, 'switch.port has to be a number from 0 to 65535, and is 65536'],
    [{ driver: { kind: 'netconf' } }, 'driver.kind has to be one of simulated, linux, and is "netconf"'],
    [{ driver: { kind: 'linux', namespacePrefix: 'a.b' } }, 'driver.namespacePrefix has to be 1 to 16 small letters and digits, and is "a.b"'],
    [{ driver: { kind: 'linux', seed: 1 } }, 'driver.seed has to be left out: known are kind, namespacePrefix, and is 1'],
    [{ driver: { kind: 'simulated', classes: [{ subject: 'two words', sharePercent: 1 }] } }, 'driver.classes[0].subject has to be 1 to 64 visible characters of ASCII, and is "two words"'],
    [{ driver: { kind: 'simulated', classes: [{ sharePercent: 1 }] } }, 'driver.classes[0] has to be an object with a subject, a category or both, and is absent'],
    [{ driver: { kind: 'simulated', classes: [{ category: 'in', sharePercent: 60 }, { category: 'out', sharePercent: 41 }] } }, 'driver.classes has to be of 100 percent at most together, and is 101'],
    [{ driver: { kind: 'simulated', classes: [{ category: 'in', sharePercent: 6 }, { category: 'in', sharePercent: 4 }] } }, 'driver.classes[1] has to be of a subject and category that no class before it has'],
    [{ driver: { kind: 'simulated', behaviours: { beta: {} } } }, 'driver.behaviours has to be named after providers of this configuration, and is "beta"'],
    [{ driver: { kind: 'simulated', behaviours: { alfa: { refuses: true } } } }, 'driver.behaviours.alfa.refuses has to be left out'],
    [{ driver: { kind: 'simulated', behaviours: { alfa: { silent: 'yes' } } } }, 'driver.behaviours.alfa.silent has to be true or false, and is "yes"'],
    [{ providers: [] }, 'providers has to be a list of different providers, at least one, and is []'],
    [{ providers: [provider, provider] }, 'providers has to be a list of different providers, at least one, and is ["alfa","alfa"]'],
    [{ providers: ['alfa'] }, 'providers[0] has to be an object, and is "alfa"'],
    [{ providers: [{ ...provider, id: '../x' }] }, 'providers[].id has to be 1 to 64 letters, digits, _ and -, and is "../x"'],
    [{ providers: [{ ...provider, visibleTo: ['a b'] }] }, 'providers[0].visibleTo[0] has to be'],
    [{ providers: [{ ...provider, operatorPublicKeyHex: `01${'00'.repeat(31)}` }] }, 'an Ed25519 public key of full order'],
    [{ exchange: { kind: 'inventory' } }, 'exchange.file has to be text that is not empty, and is absent'],
    [{ exchange: { kind: 'inventory', file: 'n.yaml' }, providers: [provider, { ...provider, id: 'beta' }] }, 'providers has to be one provider alone, since an inventory is of one, and is ["alfa","beta"]'],
    [{ healthPort: 65_536 }, 'healthPort has to be a number from 0 to 65535, and is 65536'],
    [{ logLevel: 'loud' }, 'logLevel has to be one of silent, fatal, error, warn, info, debug, trace, and is "loud"'],
    [{ databaseUrl: 'postgres://' }, 'databaseUrl has to be left out'],
  ])('names field, value and limit: %j', (changes, message) => {
    expect(() => read(changes)).toThrow(message);
  });
});
