import 'reflect-metadata';
import type { Made, ServiceDefinition } from '@carriermesh/platform-chassis';

export type Class<T = unknown> = new (...args: never[]) => T;

interface NamedParameter {
  readonly index: number;
  readonly param: unknown;
}

/** What a class's constructor asks for, in order: the tokens of Nest's `@Inject`, and the types of all other parameters. */
export function wantsOf(type: Class): readonly unknown[] {
  const types = (Reflect.getMetadata('design:paramtypes', type) ?? []) as unknown[];
  const named = (Reflect.getMetadata('self:paramtypes', type) ?? []) as readonly NamedParameter[];
  const wants = [...types];
  for (const { index, param } of named) wants[index] = param;
  return wants;
}

/** Makes the classes of a service as Nest would: each once, with what it injects. */
export class Injector implements Made {
  private readonly made = new Map<unknown, unknown>();

  /** @param replaced classes in whose place another one of the same shape is made */
  constructor(
    values: readonly (readonly [token: unknown, value: unknown])[],
    private readonly replaced: ReadonlyMap<Class, Class>,
  ) {
    for (const [token, value] of values) this.made.set(token, value);
  }

  get<T>(type: Class<T>): T {
    return this.resolve(type) as T;
  }

  private resolve(token: unknown): unknown {
    const wanted = this.replaced.get(token as Class) ?? token;
    if (this.made.has(wanted)) return this.made.get(wanted);
    if (typeof wanted !== 'function') throw new Error(`nobody provides ${String(wanted)}`);
    const instance = new (wanted as new (...args: unknown[]) => unknown)(...wantsOf(wanted as Class).map((want) => this.resolve(want)));
    this.made.set(wanted, instance);
    return instance;
  }
}

/**
 * The part of a service that can live without some things, as without a database of rows: what injects one of them, by itself or by
 * what it injects, is left out.
 * @param absent tokens
 */
export function withoutThese(definition: ServiceDefinition, absent: ReadonlySet<unknown>, replaced: ReadonlyMap<Class, Class>): ServiceDefinition {
  const isWanting = (type: unknown): boolean => {
    const wanted = replaced.get(type as Class) ?? type;
    return absent.has(wanted) || (typeof wanted === 'function' && wantsOf(wanted as Class).some(isWanting));
  };
  const kept = <T>(types: readonly T[] = []): readonly T[] => types.filter((type) => !isWanting(type));
  const views = [...new Set(kept(definition.views).map((type) => (replaced.get(type as Class) ?? type) as typeof type))];
  return {
    ...definition,
    handlers: kept(definition.handlers),
    processes: kept(definition.processes),
    reactions: kept(definition.reactions),
    // Rows that nobody in this part asks for are left out with those who do.
    views: views.filter((type) => isMemory(type as Class)),
  };
}

function isMemory(type: Class): boolean {
  return (new (type as new (...args: unknown[]) => { readonly kind?: string })(...wantsOf(type).map(() => undefined))).kind === 'memory';
}
