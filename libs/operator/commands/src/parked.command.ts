import { formatInstant } from '@carriermesh/kernel';
import { monitoring, ofService } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { askEveryService } from './every-service.js';
import { parkedIdIn, textOf, type ParkedId } from './parked-id.js';
import { withRunningMesh } from './running-mesh.js';
import { count, EXIT, sayOnStderr } from './say.js';

/** A stream may have much to make up for. */
const TAKE_UP_TIMEOUT_MS = 60_000;

interface Flags {
  readonly home?: string;
  readonly json?: boolean;
}

export interface DropFlags extends Flags {
  readonly event: string;
  readonly reason: string;
  readonly by: string;
}

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Every parked stream of the mesh, in the order of their services. */
export async function listParkedCommand(flags: Flags): Promise<number> {
  return withRunningMesh(flags.home, async ({ bus }) => {
    const { answers, silent } = await askEveryService(bus, monitoring.ListParkedStreams, {});
    const parked = answers.flatMap(({ service, answer }) => answer.parked.map((each) => ({ service, ...each })));
    const parkedCount = answers.reduce((sum, { answer }) => sum + answer.parkedCount, 0);
    if (flags.json) {
      const records = parked.map((each) => ({ id: textOf(each), service: each.service, ...monitoring.ParkedStream.toJson(each) }));
      print(JSON.stringify({ parked: records, parkedCount, silent }));
    } else {
      for (const line of listingOf(parked, { parkedCount, isWhole: silent.length === 0 })) print(line);
    }
    for (const service of silent) sayOnStderr(`${service} did not answer: what it has parked is not in the list.`);
    return silent.length > 0 ? EXIT.error : EXIT.done;
  });
}

type Listed = Pick<monitoring.ParkedStream, 'reader' | 'stream' | 'parkedAt' | 'eventId' | 'error'> & { readonly service: string };

/** @param isWhole that every service answered: else nobody knows that nothing is parked */
export function listingOf(parked: readonly Listed[], { parkedCount, isWhole }: { readonly parkedCount: number; readonly isWhole: boolean }): readonly string[] {
  if (parkedCount === 0) return isWhole ? ['Nothing is parked.'] : [];
  const lines = parked.map((each) => `${textOf(each)}\n  since ${formatInstant(each.parkedAt)}, at event ${each.eventId}: ${each.error}`);
  return parkedCount > parked.length ? [...lines, `… and ${count(parkedCount - parked.length)} more`] : lines;
}

/** One parked stream: why, and what waits behind it. */
export async function showParkedCommand(id: string, flags: Flags): Promise<number> {
  const { service, reader, stream } = parkedIdIn(id);
  return withRunningMesh(flags.home, async ({ bus }) => {
    const found = await bus.request(ofService(monitoring.GetParkedStream, service), { reader, stream }, { context: OPERATOR });
    if (!found.parked) {
      sayOnStderr(`${id} is not parked.`);
      return EXIT.error;
    }
    if (flags.json) print(JSON.stringify({ id, service, ...monitoring.GetParkedStreamResponse.toJson(found) }));
    else print(descriptionOf({ service, reader, stream }, found.parked, found));
    return EXIT.done;
  });
}

function descriptionOf(id: ParkedId, { parkedAt, error }: monitoring.ParkedStream, { waiting, waitingCount }: monitoring.GetParkedStreamResponse): string {
  const events = waiting.map(({ position, revision, type, eventId, recordedAt, dataJson }) =>
    `  ${revision}  ${type}  event ${eventId}, recorded ${formatInstant(recordedAt)} at ${position}\n     ${dataJson === '' ? '(its bytes can not be read)' : dataJson}`,
  );
  const more = waitingCount > waiting.length ? [`  … and ${count(waitingCount - waiting.length)} more`] : [];
  return [`${textOf(id)}`, `parked ${formatInstant(parkedAt)}: ${error}`, `${count(waitingCount)} of its events wait, the first is the one that could not be taken:`, ...events, ...more].join('\n');
}

/** Once the cause is mended: the event that could not be taken, and those behind it. */
export async function retryParkedCommand(id: string, flags: Flags): Promise<number> {
  return takeUp(id, flags);
}

/** Gives one event up for good, and goes on behind it. */
export async function dropParkedCommand(id: string, { event, reason, by, ...flags }: DropFlags): Promise<number> {
  return takeUp(id, flags, { eventId: event, reason, by });
}

async function takeUp(id: string, flags: Flags, drop?: monitoring.DroppedEvent): Promise<number> {
  const { service, reader, stream } = parkedIdIn(id);
  return withRunningMesh(flags.home, async ({ bus }) => {
    const body = { reader, stream, ...(drop && { drop }) };
    const answer = await bus.request(ofService(monitoring.TakeUpStream, service), body, { context: OPERATOR, timeoutMs: TAKE_UP_TIMEOUT_MS });
    if (flags.json) print(JSON.stringify({ id, ...monitoring.TakeUpStreamResponse.toJson(answer) }));
    else print(outcomeOf(id, answer, drop));
    return answer.outcome === 'taken-up' || answer.outcome === 'already-dropped' ? EXIT.done : EXIT.error;
  });
}

function outcomeOf(id: string, { outcome, applied, eventId, error }: monitoring.TakeUpStreamResponse, drop: monitoring.DroppedEvent | undefined): string {
  switch (outcome) {
    case 'taken-up':
      return `${id} is followed again; ${count(applied)} events were made up for.`;
    case 'not-parked':
      return `${id} is not parked.`;
    case 'parked-again':
      return drop ? `The event was given up. ${id} is parked again, at event ${eventId}: ${error}` : `${id} is still parked, at event ${eventId}: ${error}`;
    case 'already-dropped':
      return `That event of ${id} was given up before.`;
    case 'other-event':
      return `${id} is parked at another event, ${eventId}: look at it with "carriermesh parked show".`;
    default:
      return `${id}: the service gave an answer that this build does not know.`;
  }
}
