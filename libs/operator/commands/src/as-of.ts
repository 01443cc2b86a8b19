import { parseInstant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import type { AsOf } from '@carriermesh/platform-ledger';

/** The earlier time that a question is about; neither: now. */
export interface AsOfFlags {
  readonly asOf?: string;
  readonly revision?: string;
}

/** @throws OperationalError `misconfigured`, naming the flag and the value */
export function asOfIn({ asOf, revision }: AsOfFlags): AsOf | undefined {
  if (asOf !== undefined && revision !== undefined) throw new OperationalError('misconfigured', '--as-of and --revision name two times: one is enough');
  if (revision !== undefined) return { kind: 'revision', revision: revisionOf(revision) };
  if (asOf === undefined) return undefined;
  const instant = parseInstant(asOf);
  if (instant === undefined) throw new OperationalError('misconfigured', `--as-of is an instant such as 2026-05-01T00:00:00Z, not "${asOf.slice(0, 80)}"`);
  return { kind: 'instant', instant };
}

function revisionOf(text: string): bigint {
  if (!/^\d{1,18}$/.test(text)) throw new OperationalError('misconfigured', `--revision is the digits of a position of the ledger, not "${text.slice(0, 80)}"`);
  return BigInt(text);
}
