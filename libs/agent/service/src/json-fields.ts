import { OperationalError } from '@carriermesh/platform-errors';

const SHOWN_CHARACTERS = 80;
/** What goes into usage batches as a name. */
export const VISIBLE_TEXT = /^[\x21-\x7e]{1,64}$/;
export const VISIBLE_TEXT_RULE = '1 to 64 visible characters of ASCII';

/** Reads the fields of an object that a person wrote, and says which one is wrong, what it is and what it has to be. */
export class JsonFields {
  private readonly fields: Readonly<Record<string, unknown>>;
  private readonly read = new Set<string>();

  /** @param path where the object stands: `providers[3]`; empty for the whole file */
  constructor(
    value: unknown,
    private readonly path: string,
  ) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrongField(path || 'the file', value, 'an object');
    this.fields = value as Readonly<Record<string, unknown>>;
  }

  /** @param rule what else the text has to be, for whoever has to mend the file */
  text(name: string, rule = 'text that is not empty'): string {
    const value = this.get(name);
    if (typeof value !== 'string' || value === '') throw wrongField(this.pathOf(name), value, rule);
    return value;
  }

  /** @param rule what the pattern means, for whoever has to mend the file */
  matching(name: string, pattern: RegExp, rule: string): string {
    const value = this.text(name, rule);
    if (!pattern.test(value)) throw wrongField(this.pathOf(name), value, rule);
    return value;
  }

  number(name: string, [least, most]: readonly [number, number], fallback?: number): number {
    const value = this.get(name) ?? fallback;
    if (typeof value !== 'number' || !(value >= least && value <= most)) throw wrongField(this.pathOf(name), value, `a number from ${least} to ${most}`);
    return value;
  }

  whole(name: string, range: readonly [number, number], fallback?: number): number {
    const value = this.number(name, range, fallback);
    if (!Number.isSafeInteger(value)) throw wrongField(this.pathOf(name), value, `a whole number from ${range[0]} to ${range[1]}`);
    return value;
  }

  flag(name: string): boolean {
    const value = this.get(name) ?? false;
    if (typeof value !== 'boolean') throw wrongField(this.pathOf(name), value, 'true or false');
    return value;
  }

  oneOf<T extends string>(name: string, choices: readonly T[], fallback?: T): T {
    const value = this.get(name) ?? fallback;
    const choice = choices.find((known) => known === value);
    if (choice === undefined) throw wrongField(this.pathOf(name), value, `one of ${choices.join(', ')}`);
    return choice;
  }

  has(name: string): boolean {
    this.read.add(name);
    return this.fields[name] !== undefined;
  }

  object(name: string): JsonFields {
    return new JsonFields(this.get(name), this.pathOf(name));
  }

  list(name: string, mostItems: number): readonly { readonly path: string; readonly value: unknown }[] {
    const value = this.get(name);
    if (!Array.isArray(value) || value.length > mostItems) throw wrongField(this.pathOf(name), value, `a list of at most ${mostItems}`);
    return value.map((item: unknown, index) => ({ path: `${this.pathOf(name)}[${index}]`, value: item }));
  }

  names(): readonly string[] {
    return Object.keys(this.fields);
  }

  /** A misspelt name would otherwise be a setting that silently does nothing. */
  nothingElse(): void {
    const unknown = Object.keys(this.fields).find((name) => !this.read.has(name));
    if (unknown !== undefined) throw wrongField(this.pathOf(unknown), this.fields[unknown], `left out: known are ${[...this.read].join(', ')}`);
  }

  private get(name: string): unknown {
    this.read.add(name);
    return this.fields[name];
  }

  /** What a field is called in what is said of mistakes. */
  pathOf(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }
}

export function wrongField(path: string, value: unknown, expected: string): OperationalError {
  const shown = value === undefined ? 'absent' : (JSON.stringify(value) ?? String(value)).slice(0, SHOWN_CHARACTERS);
  return new OperationalError('misconfigured', `the agent's configuration: ${path} has to be ${expected}, and is ${shown}`);
}
