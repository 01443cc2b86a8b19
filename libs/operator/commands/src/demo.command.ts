import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_ROOT } from '@carriermesh/operator-home';
import type { OrderBody } from './buyer-api.js';
import { demoReport, type DemoFacts } from './demo-report.js';
import { exchangeSource } from './exchange-source.js';
import { DEMONSTRATION_BUYER } from './mesh-keys.js';
import { launchMesh, type LaunchedMesh } from './mesh-launcher.js';
import { orderBody } from './order-flags.js';
import { firstStatement, refusalOf } from './order-story.js';
import { orderSummary } from './order-summary.js';
import { placeOrder } from './place-order.js';
import { EXIT, sayOnStderr, seconds } from './say.js';
import { ONE_MONTH_NS, type StartFlags } from './start.command.js';
import { endPromise } from './signals.js';
import { OperationalError } from '@carriermesh/platform-errors';

export interface DemoFlags extends StartFlags {
  readonly json?: boolean;
}

/** The whole way once, on fresh data: advertise, order, bill, settle, replay; then everything is stopped and removed. */
export async function demoCommand(flags: DemoFlags): Promise<number> {
  const body = orderBody(flags, 'demo');
  const source = exchangeSource(flags);
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-demo-'));
  const interrupted = endPromise().then((): never => {
    throw new OperationalError('unavailable', 'the demonstration was interrupted');
  });
  const launching = launchMesh({ homeDirectory: directory, source, say: sayOnStderr });
  try {
    const mesh = await Promise.race([launching, interrupted]);
    return await Promise.race([demonstrate(mesh, body, flags.json ?? false), interrupted]);
  } finally {
    // A launch that failed has stopped by itself what it had started.
    await launching.then((mesh) => mesh.stop(), () => undefined);
    rmSync(directory, { recursive: true, force: true });
  }
}

async function demonstrate(mesh: LaunchedMesh, body: OrderBody, json: boolean): Promise<number> {
  const placed = await placeOrder(mesh, body);
  if (placed.kind === 'problem') {
    throw new OperationalError('malformed', `the order was not taken: ${placed.problem.detail ?? placed.problem.title}`);
  }
  const refused = refusalOf(placed.story) !== undefined;
  const common = { counts: mesh.exchange.counts, advertiseMs: mesh.timings.advertiseMs };
  const facts: DemoFacts = refused
    ? { ...common, story: placed.story }
    : { ...common, ...(await billAndReplay(mesh, placed.story)), orderToActiveMs: placed.tookMs };
  process.stdout.write(`\n${orderSummary(facts.story)}`);
  if (facts.replay) process.stdout.write(`  Replay        recomputed from the ledger alone in a fresh process: ${facts.replay}\n`);
  process.stdout.write(`  Took          ${seconds(common.advertiseMs)} to advertise${refused ? '' : `, ${placed.tookMs} ms from order to active`}\n\n`);
  if (json) process.stdout.write(`${JSON.stringify(demoReport(facts))}\n`);
  if (refused) return EXIT.refused;
  return facts.replay === 'identical' ? EXIT.done : EXIT.error;
}

async function billAndReplay(mesh: LaunchedMesh, story: DemoFacts['story']): Promise<Pick<DemoFacts, 'story' | 'replay'>> {
  if (!story.contract) throw new OperationalError('timeout', `the order ${story.record.orderId} is still ${story.record.state}`);
  sayOnStderr('The clock of this demonstration moves 31 days on, to the end of the first month.');
  await mesh.hands.advance(ONE_MONTH_NS);
  const statement = await firstStatement(mesh.bus, DEMONSTRATION_BUYER, story.contract.contractId);
  return { story: { ...story, statement }, replay: await replayInFreshProcess(mesh, statement.invoice.invoiceId) };
}

function replayInFreshProcess(mesh: LaunchedMesh, invoiceId: string): Promise<'identical' | 'different'> {
  const command = join(PROJECT_ROOT, 'apps', 'cli', 'bin', 'carriermesh.js');
  const args = [command, 'replay', 'invoice', invoiceId, '--home', mesh.home.directory];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      if (!error) resolve('identical');
      else if (error.code === EXIT.different) {
        sayOnStderr(stdout);
        resolve('different');
      } else reject(new OperationalError('unavailable', `the replay failed: ${stderr.trim() || error.message}`));
    });
  });
}
