import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NANOS_PER_DAY } from '@carriermesh/kernel';
import { buyersFile, DEMONSTRATION_BUYER, EXIT, readToken } from '@carriermesh/operator-commands';
import { LeakSearch } from '@carriermesh/platform-trial';
import { billing } from '@carriermesh/wire';
import pg from 'pg';
import { activeService, statementOf, type ActiveService } from './support/active-service.js';
import { RunningCommand, runCommand } from './support/command.js';
import { pidOf } from './support/mesh-processes.js';
import { orderBody } from './support/orders.js';
import { eventually } from './support/patience.js';
import { replayed } from './support/replay.js';
import { LAUNCH_LIMIT_MS, ScenarioMesh, STEP_LIMIT_MS, STOP_LIMIT_MS } from './support/scenario-mesh.js';
import { smallExchange } from './support/small-exchange.js';

const PERSON = {
  formattedName: 'Zoë Kanarienvogel-Lüdenscheidt',
  contactMedium: [
    { '@type': 'EmailContactMedium', emailAddress: 'zoe@kanarienvogel.example' },
    { '@type': 'PhoneContactMedium', phoneNumber: '+442079460958' },
    { '@type': 'GeographicAddressContactMedium', street1: 'Vogelweide 1717', city: 'Birdington-on-Sea', postCode: 'ZQ17 4XY', country: 'GB' },
    { '@type': 'EmailContactMedium', contactType: 'billing', emailAddress: 'bills@kanarienvogel.example' },
  ],
};
const CANARIES = [PERSON.formattedName, ...PERSON.contactMedium.flatMap(({ '@type': _, ...rest }) => Object.values(rest))].filter((text) => text.length >= 8);
const PARTY = `/tmf-api/partyManagement/v5/individual/${DEMONSTRATION_BUYER}`;
const STREAM = `party-${DEMONSTRATION_BUYER}`;

describe('a party that is forgotten while contracting is killed with kill -9', () => {
  const networks = smallExchange();
  const files = mkdtempSync(join(tmpdir(), 'carriermesh-forgotten-'));
  const search = new LeakSearch(CANARIES);
  let mesh: ScenarioMesh;
  let eye: pg.Client;
  let service: ActiveService;
  let statement: billing.PeriodStatement;
  let headBefore: string;

  beforeAll(async () => {
    mesh = await ScenarioMesh.launch({ source: networks.source });
    eye = new pg.Client({ connectionString: mesh.ledger.url });
    await eye.connect();
    service = await activeService(mesh, orderBody({ requestId: 'private', from: { city: 'London' }, to: { city: 'Vienna' }, mbps: 100 }));
    await mesh.launched.hands.advance(31n * NANOS_PER_DAY);
    statement = await statementOf(mesh, service, 1);
    expect((await http('PUT', PARTY, PERSON)).status).toBe(201);
    headBefore = await savedHead('before');
  }, LAUNCH_LIMIT_MS);
  afterAll(async () => {
    await eye?.end();
    await mesh?.stop();
    for (const directory of [networks.directory, files]) rmSync(directory, { recursive: true, force: true });
  }, STOP_LIMIT_MS);

  const command = (...args: readonly string[]) => runCommand(...args, '--home', mesh.home.directory);

  async function http(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly json: any }> {
    const headers = { authorization: `Bearer ${readToken(mesh.home)}`, 'content-type': 'application/json' };
    const response = await fetch(`${mesh.launched.apiUrl}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    return { status: response.status, json: await response.json() };
  }

  const billedTo = async () => (await http('GET', `/v1/invoices/${statement.invoice.invoiceId}`)).json.billTo;

  /** A head over everything that the ledger holds now: the tree's keeper is a moment behind. */
  async function savedHead(name: string): Promise<string> {
    const { rows } = await eye.query<{ position: string }>('select max(position) as position from ledger.event');
    const file = join(files, `${name}.json`);
    await eventually(`a head of ${rows[0]!.position}`, async () => {
      const { code, stdout } = await command('ledger', 'head');
      if (code !== EXIT.done || BigInt(JSON.parse(stdout).position) < BigInt(rows[0]!.position)) return undefined;
      writeFileSync(file, stdout);
      return true;
    });
    return file;
  }

  /** Every byte of the home, every row of the database, and what can be taken out of them. */
  async function leaks(): Promise<readonly string[]> {
    for (const subject of [['--stream', STREAM], ['--order', service.record.orderId], ['--invoice', statement.invoice.invoiceId]]) {
      const { code } = await command('ledger', 'export', ...subject, '--out', join(files, `${subject[0]}.bundle`));
      expect([subject, code]).toEqual([subject, EXIT.done]);
    }
    await eye.query('checkpoint');
    return [...search.inFiles(mesh.home.directory), ...search.inFiles(files), ...(await search.inDatabase(mesh.ledger.url))];
  }

  const hasKey = async () => (await eye.query('select 1 from secrets.party_key where party_id = $1 and erased_at is null', [DEMONSTRATION_BUYER])).rowCount === 1;
  const eventsOf = () => mesh.ledger.counts('contracting.v1.Party', STREAM);

  it('I14 is shown to itself, on its invoice and to the operator, and stands in clear in no file and no row', async () => {
    expect((await http('GET', PARTY)).json).toMatchObject({ formattedName: PERSON.formattedName });
    expect(await billedTo()).toEqual({ name: PERSON.formattedName, address: ['Vogelweide 1717', 'ZQ17 4XY Birdington-on-Sea', 'GB'] });
    const { code, stdout } = await command('party', 'show', DEMONSTRATION_BUYER);
    expect(code).toBe(EXIT.done);
    for (const canary of CANARIES) expect(stdout).toContain(canary);
    expect(await leaks()).toEqual([]);
    // The same search, for what has to be in the ledger's files and rows: it is not blind.
    const sighted = new LeakSearch([DEMONSTRATION_BUYER]);
    for (const found of [sighted.inFiles(mesh.home.postgresDirectory), sighted.inFiles(files), await sighted.inDatabase(mesh.ledger.url)]) expect(found).not.toEqual([]);
  }, STEP_LIMIT_MS);

  it('I14 is erased although contracting dies between the decision and the erasure, and not before that does the command end', async () => {
    expect((await command('forget', 'nobody-at-all')).code).toBe(EXIT.refused);
    // Whoever erases waits for this lock, so that the decision is durable and the erasure is not.
    await eye.query('begin; lock table secrets.party_key in exclusive mode');
    const forget = new RunningCommand(['forget', DEMONSTRATION_BUYER, '--json', '--home', mesh.home.directory]);
    await eventually('the decision', async () => ((await mesh.ledger.hasCount('contracting.v1.PartyForgotten', 1)) ? true : undefined));
    const pid = await eventually('contracting', async () => pidOf(mesh.home, 'contracting'));
    process.kill(pid, 'SIGKILL');
    expect([forget.hasEnded, await hasKey(), await eventsOf()]).toEqual([
      false, true, { 'contracting.v1.PartyForgotten': 1, 'contracting.v1.PartyRegistered': 1 },
    ]);
    await eye.query('rollback');
    const { code, stdout, stderr } = await forget.finished;
    expect([code, stderr]).toEqual([EXIT.done, '']);
    expect(JSON.parse(stdout)).toMatchObject({ partyId: DEMONSTRATION_BUYER, keyErasedAt: expect.any(String) });
    expect([await hasKey(), await eventsOf()]).toEqual([
      false, { 'contracting.v1.PartyForgotten': 1, 'contracting.v1.PartyKeyErased': 1, 'contracting.v1.PartyRegistered': 1 },
    ]);
    expect(pidOf(mesh.home, 'contracting')).not.toBe(pid);
  }, STEP_LIMIT_MS);

  it('I14 is told to nobody any more and stands in no file and no row, and its id never comes back', async () => {
    expect((await http('GET', PARTY)).json).toMatchObject({ status: 'forgotten' });
    expect(await billedTo()).toEqual({ name: '[erased]', address: ['[erased]'] });
    expect((await http('PUT', PARTY, PERSON)).json).toMatchObject({ status: 422, code: 'party-forgotten' });
    expect((await command('party', 'show', DEMONSTRATION_BUYER)).stdout).toContain('[erased]');
    expect((await command('forget', DEMONSTRATION_BUYER)).code).toBe(EXIT.done);
    expect(JSON.parse(readFileSync(buyersFile(mesh.home), 'utf8')).buyers).toMatchObject([{ id: DEMONSTRATION_BUYER, name: DEMONSTRATION_BUYER }]);
    expect(await leaks()).toEqual([]);
  }, STEP_LIMIT_MS);

  it('I3 I4 I8 leaves every head, every proof, every sum and every replay as it was', async () => {
    const headAfter = await savedHead('after');
    const { code, stdout } = await command('ledger', 'verify', '--head', headBefore, '--head', headAfter, '--json');
    expect([code, JSON.parse(stdout).deviations]).toEqual([EXIT.done, []]);
    expect(await statementOf(mesh, service, 1)).toEqual(statement);
    expect(await replayed(mesh, statement.invoice.invoiceId)).toMatchObject({ code: EXIT.done, report: { identical: true } });
    const bundle = join(files, 'proven.bundle');
    expect((await command('ledger', 'export', '--stream', STREAM, '--head', headBefore, '--out', bundle)).code).toBe(EXIT.done);
    expect((await runCommand('bundle', 'verify', bundle, '--head', headBefore)).code).toBe(EXIT.done);
  }, STEP_LIMIT_MS);
});
