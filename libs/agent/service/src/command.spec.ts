import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createUser } from '@nats-io/nkeys';
import { runAgentCommand } from './command.js';
import { AGENT_VERSION } from './heart.js';
import { entryToLine } from './journal-text.js';
import { fileOnPage } from './testing/agent-page.js';
import { newKeyPem } from './testing/mesh-desk.js';

let directory: string;
let files: readonly string[];

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'carriermesh-agent-command-'));
  files = [fileOnPage('provider.yaml'), fileOnPage('network.yaml')];
  writeFileSync(join(directory, 'alfa.pem'), newKeyPem());
  writeFileSync(join(directory, 'alfa.nk'), createUser().getSeed());
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Writes both files of the page with one text in them replaced, and checks them. */
async function check(replaced: string, by: string): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const [provider, network] = files.map((text) => text.replace(replaced, by));
  writeFileSync(join(directory, 'provider.yaml'), provider ?? '');
  writeFileSync(join(directory, 'network.yaml'), network ?? '');
  return command(['--config', join(directory, 'provider.yaml'), '--check']);
}

function describeSwitch(capacityMbps: number): void {
  const rest = `ports: [{ name: ge1, mbps: 400 }]\ncurrency: EUR\nmonthlyPricePerMbps: "0.40"\nmonthlyPricePerPort: "25"\nadministrators: [{ name: noc, tokenSha256: ${'a'.repeat(64)} }]\n`;
  writeFileSync(join(directory, 'switch.yaml'), `device: ix1\ncapacityMbps: ${capacityMbps}\n${rest}`);
}

async function command(argv: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const said = { out: '', err: '' };
  const code = await runAgentCommand({
    argv,
    env: {},
    say: (text) => (said.out += text),
    complain: (text) => (said.err += text),
    run: () => Promise.reject(new Error('nothing is run here')),
    onAdvertised: () => undefined,
  });
  return { code, ...said };
}

describe('S3-7 carriermesh-agent', () => {
  it('finds both files of its own documentation whole, and says what they hold', async () => {
    expect(await check('', '')).toEqual({
      code: 0,
      out: `alfa: 2 PoPs, 1 links, 1 interconnects, shown to every buyer\nThe configuration is whole: driver simulated, bus nats://127.0.0.1:4222, state in ${directory}/state.\n`,
      err: '',
    });
  });

  it.each([
    ['latitude: 50.1109', 'latitude: 90.1', 'pops[0].latitude has to be a number from -90 to 90, and is 90.1'],
    ['capacityMbps: 10000', 'capacityMbps: 0', 'links[0].capacityMbps has to be a number from 1 to 1000000000, and is 0'],
    ['"0.35"', '0.35', 'links[0].monthlyPricePerMbps has to be an amount in EUR in quotes, like "0.35", that is not negative, and is 0.35'],
    ['"0.35"', '"-0.35"', 'links[0].monthlyPricePerMbps has to be an amount in EUR in quotes, like "0.35", that is not negative, and is "-0.35"'],
    ['currency: EUR', 'currency: euro', 'currency has to be a currency code of ISO 4217, like EUR, and is "euro"'],
    ['from: ber', 'from: muc', 'links[0].from has to be the node of one of the 2 PoPs of this inventory, and is "alfa/muc"'],
    ['from: ber', 'from: fra', 'links[0].to has to be another PoP than from, and is "alfa/fra"'],
    ['node: ber', 'node: ber-2', 'pops[1].node has to be 1 to 64 letters, digits and _, and is "ber-2"'],
    ['links:', '  - { node: fra, name: F, city: F, country: Germany, latitude: 0, longitude: 0 }\nlinks:', 'has to be without a PoP, link or interconnect that stands in it twice, and is "alfa/fra"'],
    ['peer: bravo/fra', 'peer: alfa/ber', "interconnects[0].peer has to be another provider's PoP, <provider>/<node>, and is \"alfa/ber\""],
    ['lossPpm: 100', 'lossPpm: 1000001', 'serviceLevel.lossPpm has to be a number from 0 to 1000000, and is 1000001'],
    ['provider: alfa', 'provider: beta', 'the exchange has 1 providers, and none of the id alfa'],
    ['signingKeyFile: alfa.pem', 'signingKeyFile: other.pem', 'the signing key of provider alfa at'],
    ['signingKeyFile: alfa.pem', 'signingKeyFile: alfa.nk', 'has to be an Ed25519 private key in PEM'],
    ['busNkeyFile: alfa.nk', 'busNkeyFile: other.nk', 'the bus credentials in'],
    ['busNkeyFile: alfa.nk', 'busNkeyFile: alfa.pem', 'alfa.pem are no NKey seed'],
    ['busNkeyFile: alfa.nk', 'busNkeyFile: alfa.nk\n    localIdsFile: none.yaml', 'the local ids'],
    ['busUrl: nats:', 'busUrl: http:', 'busUrl has to be nats://host:port, and is "http://127.0.0.1:4222"'],
    ['stateDirectory: state', 'stateDirectory: alfa.pem', 'alfa.pem is no folder'],
    ['healthPort: 9464', 'heathPort: 9464', 'heathPort has to be left out'],
    ['kind: inventory', 'kind: [', 'provider.yaml can\'t be read: Flow sequence'],
  ])('names key, value and limit when "%s" is written "%s"', async (from, to, message) => {
    const { code, out, err } = await check(from, to);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain(message);
    expect(err.startsWith('carriermesh-agent: ')).toBe(true);
  });

  it('finds a switch whose description has no room for the shares that are on record, before the agent is started on it', async () => {
    const share = { by: { of: 'device', name: 'noc' }, askedAt: 0n, elementId: 'alfa', owner: 'alfa-net', quotaMbps: 600, ports: ['ge1'], administrator: { name: 'ops', tokenSha256: 'b'.repeat(64) } };
    mkdirSync(join(directory, 'state', 'switch-ix1'), { recursive: true });
    const journal = join(directory, 'state', 'switch-ix1', 'journal.jsonl');
    // The last line is being written by the agent that runs.
    writeFileSync(journal, `${entryToLine({ type: 'element-set', data: share } as { type: string })}{"type":"elem`);
    const asked = async (capacityMbps: number) => {
      describeSwitch(capacityMbps);
      return check('clock: machine', 'clock: machine\nswitch: { file: switch.yaml }');
    };
    expect(await asked(600)).toMatchObject({ code: 0, out: expect.stringContaining('switch ix1: 1 ports, 600 Mbit/s, 1 administrators') });
    expect(await asked(599)).toEqual({ code: 1, out: '', err: "carriermesh-agent: the switch's description says that the device carries 599 Mbit/s, and its elements are guaranteed 600\n" });
    expect(readFileSync(journal, 'utf8')).toMatch(/\{"type":"elem$/);
  });

  it('finds a file that is no certificate of the switch', async () => {
    describeSwitch(600);
    const { code, err } = await check('clock: machine', 'clock: machine\nswitch: { file: switch.yaml, certificateFile: alfa.pem, keyFile: alfa.pem }');
    expect(code).toBe(1);
    expect(err).toContain(`the switch's certificateFile ${directory}/alfa.pem and keyFile ${directory}/alfa.pem have to be a certificate and its key in PEM: `);
  });

  it('shows its flags and its variables when it is asked for help', async () => {
    const { code, out } = await command(['--help']);
    expect(code).toBe(0);
    for (const named of ['--config <file>', '--check', '--version', 'CARRIERMESH_AGENT_CONFIG', 'docs/provider-agent.md']) expect(out).toContain(named);
  });

  it('removes no network where the driver keeps none', async () => {
    await check('', '');
    const { code, err } = await command(['--config', join(directory, 'provider.yaml'), '--remove-network']);
    expect({ code, err }).toEqual({ code: 1, err: 'carriermesh-agent: the driver simulated leaves no network on this machine that could be removed\n' });
  });

  it('says what to name when it is started without a configuration, and which flag it does not know', async () => {
    expect(await command([])).toEqual({ code: 1, out: '', err: 'carriermesh-agent: no configuration is named: say --config FILE, or set CARRIERMESH_AGENT_CONFIG\n' });
    expect((await command(['--conf', 'x'])).err).toContain("unknown option '--conf'");
  });

  it('says which version it is, and does one thing at a time', async () => {
    expect(await command(['--version'])).toEqual({ code: 0, out: `${AGENT_VERSION}\n`, err: '' });
    expect(await command(['--check', '--remove-network'])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('cannot be used with') });
  });
});
