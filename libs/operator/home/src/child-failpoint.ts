import { concerns, FAILPOINT_VARIABLE, failpointFileOf, parseFailpoint } from '@carriermesh/platform-failpoints';

type Environment = Readonly<Record<string, string>>;

/**
 * A child's environment with the failpoint only if it is the one that is meant, and only in its first life: the next one would die
 * in the same place, for ever. A file that names one is everybody's in every life: who acts takes it away.
 * @throws OperationalError `misconfigured`, with the value and the valid forms
 */
export function withOwnFailpoint(env: Environment, { name, life }: { readonly name: string; readonly life: number }): Environment {
  const { [FAILPOINT_VARIABLE]: value, ...others } = env;
  if (value && failpointFileOf(value) !== undefined) return env;
  return value && life === 1 && concerns(parseFailpoint(value), name) ? env : others;
}
