import { createServer } from 'node:net';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Home, homeDirectory, PROJECT_ROOT } from './home.js';
import { ensureNkey, ensurePassword, ensureSigningKey } from './keys.js';
import { LogFile, LOG_ROTATION_BYTES } from './log-file.js';
import { assertPortFree, freePort, onSomePort, PortTaken } from './ports.js';
import { assertReachable } from './postgres-user.js';
import { TestHomes } from './test-home.js';

const homes = new TestHomes();
afterAll(() => homes.removeAll());
const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a home', () => {
  it('keeps keys and providers to its owner, and remembers what it was made for', () => {
    const home = homes.make();
    expect(modeOf(home.keysDirectory)).toBe(0o700);
    expect(modeOf(home.providersDirectory)).toBe(0o700);
    Home.open(home.directory, { demonstration: false });
    expect(home.facts?.demonstration).toBe(true);
  });

  it('does not open up a directory of somebody who has other things in it', () => {
    const directory = homes.directory();
    writeFileSync(join(directory, 'letters.txt'), '');
    Home.open(directory, { demonstration: false });
    expect(modeOf(directory)).toBe(0o700);
  });

  it('is where the command says, else the environment, else the project around the working directory, else our own', () => {
    const project = homes.directory();
    writeFileSync(join(project, 'package.json'), '{ "name": "carriermesh" }');
    mkdirSync(join(project, 'libs'));
    const cwd = join(project, 'libs');
    expect(homeDirectory({ flag: 'a', env: { CARRIERMESH_HOME: 'b' }, cwd })).toBe(join(cwd, 'a'));
    expect(homeDirectory({ env: { CARRIERMESH_HOME: '/b' }, cwd })).toBe('/b');
    expect(homeDirectory({ env: {}, cwd })).toBe(join(project, '.carriermesh'));
    expect(homeDirectory({ env: {}, cwd: dirname(project) })).toBe(join(PROJECT_ROOT, '.carriermesh'));
  });

  it('names no file outside itself', () => {
    const home = homes.make();
    expect(() => home.providerKeyFile('../../etc')).toThrow('"../../etc" cannot name a file in the home');
  });

  it('says which directory another user may not pass', () => {
    const closed = join(homes.directory(), 'closed');
    mkdirSync(closed);
    chmodSync(dirname(closed), 0o755);
    chmodSync(closed, 0o700);
    const stranger = { uid: 54_321, gid: 54_321 };
    expect(() => assertReachable(join(closed, 'data'), stranger, 'the data')).toThrow(`may not pass through ${closed} to the data`);
    chmodSync(closed, 0o711);
    expect(() => assertReachable(join(closed, 'data'), stranger, 'the data')).not.toThrow();
  });
});

describe('keys', () => {
  it('are made once, are the same afterwards, and are readable by their owner alone', () => {
    const home = homes.make();
    const nkey = ensureNkey(home.providerNkeyFile('alfa'));
    expect(nkey.publicNkey).toMatch(/^U[A-Z2-7]{55}$/);
    expect(ensureNkey(home.providerNkeyFile('alfa'))).toEqual(nkey);
    const { publicKeyHex } = ensureSigningKey(home.operatorKeyFile);
    expect(publicKeyHex).toMatch(/^[0-9a-f]{64}$/);
    expect(ensureSigningKey(home.operatorKeyFile)).toEqual({ publicKeyHex });
    expect(ensurePassword(home.postgresPasswordFile)).toBe(ensurePassword(home.postgresPasswordFile));
    for (const file of [home.providerNkeyFile('alfa'), home.operatorKeyFile, home.postgresPasswordFile]) expect(modeOf(file)).toBe(0o600);
  });

  it('of another kind are refused with the file named', () => {
    const home = homes.make();
    writeFileSync(home.meshNkeyFile, 'not a seed');
    expect(() => ensureNkey(home.meshNkeyFile)).toThrow(`the key file ${home.meshNkeyFile} cannot be used`);
  });
});

describe('ports', () => {
  it('that are taken are refused with the port and the purpose named', async () => {
    const port = await freePort();
    expect(port >= 10_000 && port < 32_768).toBe(true);
    const holder = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    await expect(assertPortFree(port, 'the HTTP API')).rejects.toThrow(`port ${port} on 127.0.0.1 for the HTTP API is taken by another process`);
    await new Promise((resolve) => holder.close(resolve));
    await expect(assertPortFree(port, 'the HTTP API')).resolves.toBeUndefined();
  });

  it('are tried three times when another process is quicker, and no more', async () => {
    const tried: number[] = [];
    const unlucky = onSomePort(undefined, 'NATS', (port) => {
      tried.push(port);
      return Promise.reject(new PortTaken(port, 'NATS'));
    });
    await expect(unlucky).rejects.toThrow('is taken by another process');
    expect(tried).toHaveLength(3);
  });

  it.each([0, 65_536, 1.5])('are whole numbers from 1 to 65535, not %d', async (port) => {
    await expect(assertPortFree(port, 'NATS')).rejects.toThrow(`port ${port} for NATS is not a port`);
  });
});

describe('a log', () => {
  it('past its limit is put aside at the next start, and shows only what was said since', () => {
    const home = homes.make();
    const log = new LogFile(home.logFile('billing'));
    writeFileSync(log.path, 'x'.repeat(LOG_ROTATION_BYTES));
    writeFileSync(log.open(), 'first\nsecond\n');
    expect(log.lastLines(1)).toBe('second');
    expect(log.sinceOpened()).toBe('first\nsecond\n');
    log.open();
    expect(readFileSync(`${log.path}.1`, 'utf8').endsWith('second\n')).toBe(true);
    expect(log.size).toBe(0);
  });
});
