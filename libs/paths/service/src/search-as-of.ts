import { MemoryViewConsumer } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { LEDGER_START, type LedgerReading, type Position } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { paths } from '@carriermesh/wire';
import { answerOn } from './find-paths.handler.js';
import { questionOf } from './path-question.js';
import { invalidQuestion } from './refusals.js';
import { TopologyView } from './topology.view.js';

const PAGE_EVENTS = 2_048;

/** A question that states its instant, and needs no ledger to be newer than something. */
export type PastQuestion = Omit<paths.FindPathsRequest, 'atLeastRevision' | 'asOf'>;

/**
 * Answers a question on the topology as it was at a revision, made of the ledger alone by the view that a running service asks: no service
 * runs, and nothing is kept. It reads the ledger up to there.
 * @param log hears of events that can't be read, which the view leaves out
 * @throws OperationalError `malformed` when the question states no instant
 */
export async function searchAsOf(ledger: Pick<LedgerReading, 'readAll'>, { question, revision, log }: { readonly question: PastQuestion; readonly revision: Position; readonly log: Logger }): Promise<paths.FindPathsResponse> {
  const view = await topologyAt(ledger, revision, log);
  const asked = questionOf({ ...question, atLeastRevision: 0n });
  if ('code' in asked) return { revision, outcome: { kind: 'refused', refused: invalidQuestion(asked) } };
  const { now } = asked;
  if (now === undefined) throw new OperationalError('malformed', 'a question about an earlier topology states its instant');
  return answerOn(view, { ...asked, now });
}

/** Event by event up to the revision and not commit by commit: a service may have been asked between the events of one. */
async function topologyAt(ledger: Pick<LedgerReading, 'readAll'>, revision: Position, log: Logger): Promise<TopologyView> {
  const view = new TopologyView();
  const consumer = new MemoryViewConsumer(view, log);
  for (let at = LEDGER_START; at < revision; ) {
    const page = (await ledger.readAll(at, PAGE_EVENTS)).filter(({ position }) => position <= revision);
    const last = page.at(-1);
    if (!last) break;
    at = last.position;
    await consumer.take(page, at);
  }
  view.advancedTo(revision);
  return view;
}
