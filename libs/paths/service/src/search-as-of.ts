import { viewAsOf } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import type { LedgerReading, Position } from '@carriermesh/platform-ledger';
import type { Logger } from '@carriermesh/platform-telemetry';
import type { paths } from '@carriermesh/wire';
import { answerOn } from './find-paths.handler.js';
import { questionOf } from './path-question.js';
import { invalidQuestion } from './refusals.js';
import { TopologyView } from './topology.view.js';

/** A question that states its instant, and needs no ledger to be newer than something. */
export type PastQuestion = Omit<paths.FindPathsRequest, 'atLeastRevision' | 'asOf'>;

/**
 * Answers a question on the topology as it was at a revision, made of the ledger alone by the view that a running service asks: no service
 * runs, and nothing is kept. It reads the ledger up to there.
 * @param log hears of events that can't be read, which the view leaves out
 * @throws OperationalError `malformed` when the question states no instant
 */
export async function searchAsOf(ledger: Pick<LedgerReading, 'readAll'>, { question, revision, log }: { readonly question: PastQuestion; readonly revision: Position; readonly log: Logger }): Promise<paths.FindPathsResponse> {
  const view = await viewAsOf(new TopologyView(), { ledger, revision, log });
  const asked = questionOf({ ...question, atLeastRevision: 0n });
  if ('code' in asked) return { revision, outcome: { kind: 'refused', refused: invalidQuestion(asked) } };
  const { now } = asked;
  if (now === undefined) throw new OperationalError('malformed', 'a question about an earlier topology states its instant');
  return answerOn(view, { ...asked, now });
}
