import { parseInstant, type Instant } from '@carriermesh/kernel';
import { JsonFields, VISIBLE_TEXT, VISIBLE_TEXT_RULE, wrongField } from './json-fields.js';
import { readYaml } from './yaml-file.js';

/** Two statements for each segment's name and one for each customer's are fewer than the mesh takes with a batch. */
export const MAX_SEGMENT_NAMES = 2_000;
export const MAX_CUSTOMER_NAMES = 500;

/** A row of the file: without `from`, it is of the whole time of the service. */
export interface LocalIdRow {
  readonly localId: string;
  /** A segment's id, or a contract's. */
  readonly target: string;
  readonly from?: Instant;
  readonly until?: Instant;
}

export interface LocalIdRows {
  readonly segments: readonly LocalIdRow[];
  readonly customers: readonly LocalIdRow[];
}

/**
 * Reads what a provider calls the segments that it carries, and its customers under contracts (docs/provider-agent.md).
 * @throws OperationalError `misconfigured`, naming the file, the field, its value and what it has to be
 */
export function readLocalIds(file: string): LocalIdRows {
  const fields = new JsonFields(readYaml(file, 'the local ids'), file);
  const rows = {
    segments: fields.has('segments') ? fields.list('segments', MAX_SEGMENT_NAMES).map(({ value, path }) => rowOf(new JsonFields(value, path), path, 'segment')) : [],
    customers: fields.has('customers') ? fields.list('customers', MAX_CUSTOMER_NAMES).map(({ value, path }) => rowOf(new JsonFields(value, path), path, 'contract')) : [],
  };
  fields.nothingElse();
  return rows;
}

function rowOf(fields: JsonFields, path: string, target: 'segment' | 'contract'): LocalIdRow {
  const instant = (name: string): Instant | undefined => {
    const at = fields.has(name) ? parseInstant(fields.text(name)) : undefined;
    if (fields.has(name) && at === undefined) throw wrongField(`${path}.${name}`, fields.text(name), 'an instant such as 2026-05-01T00:00:00Z');
    return at;
  };
  const [from, until] = [instant('from'), target === 'segment' ? instant('until') : undefined];
  const row = { localId: fields.matching('localId', VISIBLE_TEXT, VISIBLE_TEXT_RULE), target: fields.text(target), ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
  fields.nothingElse();
  return row;
}
