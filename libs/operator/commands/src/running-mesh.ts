import { connectBus, NatsBus } from '@carriermesh/platform-bus';
import { Home, homeDirectory, readRun, type RunRecord } from '@carriermesh/operator-home';
import { OperationalError } from '@carriermesh/platform-errors';

/** A mesh that somebody started, as the other commands find it. */
export interface RunningMesh {
  readonly home: Home;
  readonly run: RunRecord;
  readonly apiUrl: string;
  readonly postgresUrl: string;
  readonly bus: NatsBus;
}

/** @throws OperationalError `misconfigured` when nothing runs in the home, saying how to start it */
export function findRunning(homeFlag: string | undefined): { home: Home; run: RunRecord } {
  const home = new Home(homeDirectory({ flag: homeFlag }));
  const run = readRun(home);
  if (run) return { home, run };
  throw new OperationalError('misconfigured', `no mesh runs in ${home.directory}: start one with "carriermesh start", or name another home with --home DIR`);
}

/** Connects to the mesh of a home, does `work`, and lets go again. */
export async function withRunningMesh<T>(homeFlag: string | undefined, work: (mesh: RunningMesh) => Promise<T>): Promise<T> {
  const { home, run } = findRunning(homeFlag);
  const { natsUrl, apiUrl, postgresUrl } = run;
  if (!natsUrl || !apiUrl || !postgresUrl) throw new OperationalError('unavailable', `the mesh in ${home.directory} is still starting`);
  const connection = await connectBus({ url: natsUrl, name: 'carriermesh-command', nkeySeedFile: home.meshNkeyFile });
  try {
    return await work({ home, run, apiUrl, postgresUrl, bus: new NatsBus(connection, 'command') });
  } finally {
    await connection.close();
  }
}
