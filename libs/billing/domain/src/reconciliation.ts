/** One line of a settlement, as either side has it: texts as they are compared and shown. */
export interface StatedLine {
  readonly settlementId: string;
  readonly lineId: string;
  /** What is stated, by the name of its column: `amount`, `currency`, `quantity`, … */
  readonly fields: Readonly<Record<string, string>>;
}

/** A line of the other side's statement, with its number in the file. */
export interface TheirLine extends StatedLine {
  readonly line: number;
}

export interface DifferentLine {
  readonly settlementId: string;
  readonly lineId: string;
  readonly line: number;
  readonly fields: readonly { readonly field: string; readonly ours: string; readonly theirs: string }[];
}

export interface Reconciliation {
  readonly matched: number;
  /** They state it, and we have no such line. */
  readonly missingHere: readonly TheirLine[];
  /** We have it, and they don't state it. */
  readonly missingThere: readonly StatedLine[];
  readonly different: readonly DifferentLine[];
  /** Stated again; the first one counts. */
  readonly duplicates: readonly (TheirLine & { readonly firstLine: number })[];
}

/**
 * Holds a supplier's statement against the settlements, line by line. Only what they state is compared: a column that they leave out
 * says nothing.
 */
export function reconcile(ours: readonly StatedLine[], theirs: readonly TheirLine[]): Reconciliation {
  const own = new Map(ours.map((line) => [keyOf(line), line]));
  const seen = new Map<string, number>();
  const missingHere: TheirLine[] = [];
  const different: DifferentLine[] = [];
  const duplicates: (TheirLine & { firstLine: number })[] = [];
  let matched = 0;
  for (const stated of theirs) {
    const key = keyOf(stated);
    const firstLine = seen.get(key);
    if (firstLine !== undefined) {
      duplicates.push({ ...stated, firstLine });
      continue;
    }
    seen.set(key, stated.line);
    const line = own.get(key);
    const fields = line && differing(line, stated);
    if (!line || !fields) missingHere.push(stated);
    else if (fields.length === 0) matched += 1;
    else different.push({ settlementId: stated.settlementId, lineId: stated.lineId, line: stated.line, fields });
  }
  return { matched, missingHere, missingThere: ours.filter((line) => !seen.has(keyOf(line))), different, duplicates };
}

const keyOf = ({ settlementId, lineId }: StatedLine): string => `${settlementId}\0${lineId}`;

const differing = (ours: StatedLine, theirs: StatedLine): DifferentLine['fields'] =>
  Object.entries(theirs.fields)
    .map(([field, value]) => ({ field, ours: ours.fields[field] ?? '', theirs: value }))
    .filter((field) => field.ours !== field.theirs);
