/** The part of JSON Schema (2020-12) that the tariff's schema is written in. */
export interface Schema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | false;
  /** Alternatives that are told apart by the constant or the list of their property `kind`. */
  readonly oneOf?: readonly Schema[];
}

export interface Problem {
  /** `/charges/0/price`: where in the document. */
  readonly at: string;
  readonly problem: string;
}

/** A document with a thousand faults is told of the first hundred. */
const MAX_PROBLEMS = 100;
const MAX_SHOWN_LENGTH = 40;

/** Every place where the value is not what the schema says; none when it is. */
export function schemaProblems(value: unknown, schema: Schema): readonly Problem[] {
  const problems: Problem[] = [];
  check(value, schema, '', { root: schema, problems });
  return problems;
}

interface Run {
  readonly root: Schema;
  readonly problems: Problem[];
}

function check(value: unknown, schema: Schema, at: string, run: Run): void {
  if (run.problems.length >= MAX_PROBLEMS) return;
  const say = (problem: string): void => void run.problems.push({ at: at === '' ? '/' : at, problem });
  if (schema.$ref !== undefined) return check(value, resolved(schema, run.root), at, run);
  if (schema.oneOf) return checkOneOf(value, schema.oneOf, at, run);
  if (schema.const !== undefined && value !== schema.const) return say(`must be "${schema.const}", not ${shown(value)}`);
  if (schema.enum && !schema.enum.includes(value as string)) return say(`must be one of ${schema.enum.join(', ')}, not ${shown(value)}`);
  switch (schema.type) {
    case 'object': return isObject(value) ? checkObject(value, schema, at, run) : say(`must be an object, not ${shown(value)}`);
    case 'array': return Array.isArray(value) ? checkArray(value, schema, at, run) : say(`must be a list, not ${shown(value)}`);
    case 'string': return typeof value === 'string' ? checkText(value, schema, say) : say(`must be a text in quotes, not ${shown(value)}`);
    case 'integer': return Number.isSafeInteger(value) ? checkInteger(value as number, schema, say) : say(`must be a whole number, not ${shown(value)}`);
    case 'boolean': return typeof value === 'boolean' ? undefined : say(`must be true or false, not ${shown(value)}`);
    case undefined: return undefined;
  }
}

const resolved = (schema: Schema, root: Schema): Schema =>
  schema.$ref === undefined ? schema : (root.$defs?.[schema.$ref.replace('#/$defs/', '')] ?? {});

function checkOneOf(value: unknown, alternatives: readonly Schema[], at: string, run: Run): void {
  const kindsOf = (alternative: Schema): readonly string[] => {
    const declared = resolved(alternative, run.root).properties?.['kind'];
    return declared?.enum ?? [declared?.const ?? ''];
  };
  const kind = isObject(value) ? value['kind'] : undefined;
  const fitting = alternatives.find((alternative) => kindsOf(alternative).includes(kind as string));
  if (fitting) return check(value, fitting, at, run);
  run.problems.push({ at: `${at}/kind`, problem: `must be one of ${alternatives.flatMap(kindsOf).join(', ')}, not ${shown(kind)}` });
}

function checkObject(value: Readonly<Record<string, unknown>>, schema: Schema, at: string, run: Run): void {
  for (const name of schema.required ?? [])
    if (!Object.hasOwn(value, name)) run.problems.push({ at: `${at}/${name}`, problem: 'is missing' });
  for (const [name, entry] of Object.entries(value)) {
    const known = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (schema.propertyNames) check(name, schema.propertyNames, `${at}/${name}`, run);
    if (known) check(entry, known, `${at}/${name}`, run);
    else if (schema.additionalProperties) check(entry, schema.additionalProperties, `${at}/${name}`, run);
    else if (schema.additionalProperties === false) run.problems.push({ at: `${at}/${name}`, problem: 'is no field that is known here' });
  }
}

function checkArray(value: readonly unknown[], { items, minItems = 0 }: Schema, at: string, run: Run): void {
  if (value.length < minItems) run.problems.push({ at, problem: `must have at least ${minItems} entries` });
  if (items) value.forEach((entry, index) => check(entry, items, `${at}/${index}`, run));
}

function checkText(value: string, { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema, say: (problem: string) => void): void {
  if (value.length < minLength || value.length > maxLength) return say(`must be ${minLength} to ${maxLength} characters long, not ${value.length}`);
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) say(`"${value.slice(0, MAX_SHOWN_LENGTH)}" does not fit ${pattern}`);
}

function checkInteger(value: number, { minimum = -Infinity, maximum = Infinity }: Schema, say: (problem: string) => void): void {
  if (value < minimum || value > maximum) say(`must be from ${minimum} to ${maximum}, not ${value}`);
}

const shown = (value: unknown): string => (value === undefined ? 'absent' : JSON.stringify(value).slice(0, MAX_SHOWN_LENGTH));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
