/** What is wrong with a piece of JSON, and where in it. */
export class FieldFault extends Error {
  override readonly name = 'FieldFault';

  constructor(
    readonly field: string,
    problem: string,
  ) {
    super(problem);
  }
}

const MAX_QUOTED_CHARS = 80;

/** A value as a person may find it again in what was typed. */
export const quoted = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, MAX_QUOTED_CHARS);

export type Json = Readonly<Record<string, unknown>>;

/** @throws FieldFault unless the value is a JSON object with none but the known fields, where those are given */
export function objectAt(field: string, value: unknown, known?: readonly string[]): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FieldFault(field, `is not an object but ${quoted(value)}`);
  const stranger = known && Object.keys(value).find((name) => !known.includes(name));
  if (stranger !== undefined) throw new FieldFault(within(field, stranger), `is no field of ${field === '' ? 'a query' : field}; known are ${known!.join(', ')}`);
  return value as Json;
}

export const within = (field: string, name: string): string => (field === '' ? name : `${field}.${name}`);

export function arrayAt(field: string, value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new FieldFault(field, `is not a list but ${quoted(value)}`);
  if (value.length > most) throw new FieldFault(field, `has ${value.length} entries, more than ${most}`);
  return value;
}

export function textAt(field: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new FieldFault(field, `is not a text but ${quoted(value)}`);
  return value;
}

export function textsAt(field: string, value: unknown, most: number): readonly string[] {
  return arrayAt(field, value, most).map((each, index) => textAt(`${field}[${index}]`, each));
}

export function wholeAt(field: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw new FieldFault(field, `is not a whole number from ${least} to ${most} but ${quoted(value)}`);
  return value;
}

export function numberAt(field: string, value: unknown, least: number, most: number): number {
  if (typeof value !== 'number' || !(value >= least && value <= most))
    throw new FieldFault(field, `is not a number from ${least} to ${most} but ${quoted(value)}`);
  return value;
}

export function booleanAt(field: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new FieldFault(field, `is neither true nor false but ${quoted(value)}`);
  return value;
}

export function oneOfAt<T extends string>(field: string, value: unknown, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found === undefined) throw new FieldFault(field, `is none of ${known.join(', ')} but ${quoted(value)}`);
  return found;
}

/** What `read` makes of the value, as the property of that name; nothing where it is not given. */
export function maybe<N extends string, T>(name: N, value: unknown, read: (value: unknown) => T): { readonly [name in N]?: T } {
  return value === undefined ? {} : ({ [name]: read(value) } as { [name in N]: T });
}
