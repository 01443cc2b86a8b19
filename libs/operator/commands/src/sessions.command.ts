import { formatInstant } from '@carriermesh/kernel';
import { advertising } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { withMeshAsOf, type AskingFlags } from './mesh-as-of.js';
import { EXIT } from './say.js';

export interface SessionsFlags extends AskingFlags {
  readonly provider?: string;
}

/** Whose agents are heard: up, down, or never announced; since when, by which interval, and of which version. */
export async function sessionsCommand({ provider = '', ...flags }: SessionsFlags): Promise<number> {
  return withMeshAsOf(flags, async ({ bus, isPast }) => {
    const answer = await bus.request(advertising.ListSessions, { providerId: provider }, { context: OPERATOR });
    const isUnknown = provider !== '' && answer.sessions.length === 0;
    if (flags.json) process.stdout.write(`${JSON.stringify(advertising.ListSessionsResponse.toJson(answer))}\n`);
    else if (isUnknown) process.stderr.write(`No provider "${provider}" is enrolled.\n`);
    else process.stdout.write(answer.sessions.map((session) => sessionLine(session, isPast)).join('') || 'No provider is enrolled.\n');
    return isUnknown ? EXIT.refused : EXIT.done;
  });
}

/** @param isPast heartbeats are heard and not recorded: which of them were heard before is not known any more */
export function sessionLine({ providerId, state, since, lastHeardAt, missed, intervalMs, agentVersion }: advertising.SessionRecord, isPast = false): string {
  const name = `${providerId.padEnd(24)} ${state.padEnd(5)}`;
  if (state === 'never') return `${name}  no heartbeat since ${formatInstant(since)}: sold while its offers are valid\n`;
  const heard = lastHeardAt === undefined ? (isPast ? '' : ', not heard since advertising started') : `, last heard ${formatInstant(lastHeardAt)}`;
  const late = missed === 0 ? '' : `, ${missed} missed`;
  return `${name}  since ${formatInstant(since)}${heard}${late}, every ${intervalMs / 1_000} s, agent ${agentVersion}\n`;
}

/** What `carriermesh status` says of all of them. */
export function sessionsSummary(sessions: readonly advertising.SessionRecord[]): string {
  const of = (state: advertising.SessionState) => sessions.filter((each) => each.state === state);
  const never = of('never').length;
  const down = of('down').map(({ providerId, since }) => `SILENT  ${providerId}: its agent is not heard since ${formatInstant(since)}, and what it offers is not sold\n`);
  return `${of('up').length} agents are heard${never === 0 ? '' : `, ${never} send no heartbeat`}\n${down.join('')}`;
}
