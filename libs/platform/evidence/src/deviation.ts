import type { Position } from '@carriermesh/platform-ledger';

/** What was done to a ledger, as far as it can be told from what is left. */
export type DeviationKind =
  | 'altered-event'
  | 'deleted-event'
  | 'inserted-event'
  | 'reordered-event'
  | 'deleted-commit'
  | 'inserted-commit'
  /** The ledger ends before a head that was signed. */
  | 'cut-tail'
  /** Everything agrees with everything, and yet a saved head is of a longer ledger. */
  | 'restored-backup'
  /** The stored tree is consistent in itself, and contradicts a signed head. */
  | 'rewritten'
  /** The events are what was signed; the stored tree is not. */
  | 'altered-tree'
  | 'invalid-head'
  /** Revisions of a stream are not contiguous (I9). */
  | 'broken-sequence';

export interface Deviation {
  readonly kind: DeviationKind;
  /** Where in the ledger. For a `rewritten` history, the first position that may have been. */
  readonly position: Position;
  /** Empty where no stream can be named. */
  readonly stream: string;
  /** One English sentence. */
  readonly detail: string;
}

export interface VerificationReport {
  readonly intact: boolean;
  readonly events: number;
  readonly commits: number;
  /** Commits at the end that no stored leaf and no head covers yet: they are younger than the newest head. */
  readonly uncovered: number;
  readonly storedHeads: number;
  readonly savedHeads: number;
  /** Stored heads whose signatures were checked. Of very many, the newest: the roots of all others are compared all the same. */
  readonly signaturesChecked: number;
  readonly deviations: readonly Deviation[];
  /** Deviations beyond the limit, of which nothing more is told. */
  readonly untold: number;
}
