import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readEnvironment } from './configuration.js';

const directory = mkdtempSync(join(tmpdir(), 'carriermesh-environment-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};
const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const complete = { DATABASE_URL: 'postgres://p', CARRIERMESH_BUS_URL: 'nats://n', CARRIERMESH_SIGNING_KEY_FILE: file('key.pem', pem) };

describe('the environment of a process', () => {
  afterAll(() => rmSync(directory, { recursive: true }));

  it('needs a database, a bus and a key, and has a default for the rest', () => {
    expect(readEnvironment(complete)).toEqual({ databaseUrl: 'postgres://p', bus: { url: 'nats://n' }, signingKeyPem: pem, healthPort: 0, logLevel: 'info' });
  });

  it('takes what else it is told', () => {
    const told = { CARRIERMESH_LEDGER_URL: 'kurrentdb://k', CARRIERMESH_BUS_NKEY_FILE: 'seed', CARRIERMESH_HEALTH_PORT: '65535', CARRIERMESH_LOG_LEVEL: 'debug', CARRIERMESH_TRACES_DIR: 't', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://o' };
    expect(readEnvironment({ ...complete, ...told })).toMatchObject({
      ledgerUrl: 'kurrentdb://k', bus: { url: 'nats://n', nkeySeedFile: 'seed' }, healthPort: 65_535, logLevel: 'debug', tracesDirectory: 't', otlpEndpoint: 'http://o',
    });
  });

  it('takes the master key from its file, and names the file that holds none', () => {
    expect(readEnvironment({ ...complete, CARRIERMESH_MASTER_KEY_FILE: file('master.key', `${'0b'.repeat(32)}\n`) })).toMatchObject({ masterKey: new Uint8Array(32).fill(11) });
    const wrong = file('short.key', '0b');
    expect(() => readEnvironment({ ...complete, CARRIERMESH_MASTER_KEY_FILE: wrong })).toThrow(`${wrong} holds no master key`);
  });

  it.each(Object.keys(complete))('without %s names what is missing', (name) => {
    for (const value of [undefined, '']) expect(() => readEnvironment({ ...complete, [name]: value })).toThrow(`the environment variable ${name} is not set`);
  });

  it.each(['65536', '-1', '80.5', '1e3', ' 80', 'http'])('names the port "%s" and its variable', (port) => {
    expect(() => readEnvironment({ ...complete, CARRIERMESH_HEALTH_PORT: port })).toThrow(`CARRIERMESH_HEALTH_PORT: a port is a whole number from 0 to 65535, not "${port}"`);
  });

  it('names a log level that there is not', () => {
    expect(() => readEnvironment({ ...complete, CARRIERMESH_LOG_LEVEL: 'loud' })).toThrow('CARRIERMESH_LOG_LEVEL is one of trace, debug, info, warn, error, fatal, silent, not "loud"');
  });

  it('names a key file that is not there, or holds no Ed25519 key', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const wrong of [join(directory, 'nowhere.pem'), file('text.pem', 'no key'), file('ec.pem', ec)]) {
      expect(() => readEnvironment({ ...complete, CARRIERMESH_SIGNING_KEY_FILE: wrong })).toThrow(`CARRIERMESH_SIGNING_KEY_FILE names ${wrong}`);
    }
  });
});
