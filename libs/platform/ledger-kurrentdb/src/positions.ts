import { invariant } from '@carriermesh/kernel';
import type { Position } from '@carriermesh/platform-ledger';

/**
 * Events of one commit share everything above these bits of their positions, and no other commit does (decision 2): the tree of
 * evidence groups by it. KurrentDB says of an event where it stands in the log, and nothing of its commit, so here each event is
 * a commit of its own in that tree.
 */
const ORDINAL_BITS = 20n;
/** Positions are signed 64 bit numbers wherever they are stored: this leaves 8 TiB for the log. */
const MAX_LOG_POSITION = (1n << (63n - ORDINAL_BITS)) - 1n;

/** @param logPosition bytes from the log's beginning */
export function positionOf(logPosition: bigint): Position {
  invariant(logPosition >= 0n && logPosition <= MAX_LOG_POSITION, `a place in KurrentDB's log is 0 to ${MAX_LOG_POSITION}, not ${logPosition}`);
  return logPosition << ORDINAL_BITS;
}

export const logPositionOf = (position: Position): bigint => position >> ORDINAL_BITS;
