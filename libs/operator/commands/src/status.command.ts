import { formatInstant } from '@carriermesh/kernel';
import { advertising, monitoring, paths } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { withRunningMesh } from './running-mesh.js';
import { count, EXIT } from './say.js';
import { sessionsSummary } from './sessions.command.js';

const MEBIBYTE = 1_048_576n;

/** Which processes live, how far each has read the ledger, what is advertised, and whose agents are heard. */
export async function statusCommand(flags: { home?: string; json?: boolean }): Promise<number> {
  return withRunningMesh(flags.home, async ({ apiUrl, bus }) => {
    const listed = await bus.request(monitoring.ListProcesses, {}, { context: OPERATOR });
    const topology = await bus.request(paths.GetTopologySummary, {}, { context: OPERATOR });
    const { sessions } = await bus.request(advertising.ListSessions, { providerId: '' }, { context: OPERATOR });
    if (flags.json) {
      const { processes } = monitoring.ListProcessesResponse.toJson(listed);
      process.stdout.write(`${JSON.stringify({ apiUrl, processes, topology: paths.GetTopologySummaryResponse.toJson(topology), ...advertising.ListSessionsResponse.toJson({ sessions }) })}\n`);
      return EXIT.done;
    }
    const rows = listed.processes.map(({ service, alive, position, residentBytes, lastHeardAt }) =>
      [service.padEnd(16), (alive ? 'alive' : 'silent').padEnd(7), `${residentBytes / MEBIBYTE} MiB`.padStart(8), `  read to ${position}`, alive ? '' : `, last heard ${formatInstant(lastHeardAt)}`].join(''),
    );
    process.stdout.write(`API  ${apiUrl}\n${rows.join('\n')}\n`);
    for (const { service, alarms } of listed.processes) for (const alarm of alarms) process.stdout.write(`ALARM  ${service}: ${alarm}\n`);
    process.stdout.write(`${count(topology.providers)} providers, ${count(topology.pops)} PoPs, ${count(topology.links)} links, ${count(topology.interconnects)} interconnects\n`);
    process.stdout.write(sessionsSummary(sessions));
    return EXIT.done;
  });
}
