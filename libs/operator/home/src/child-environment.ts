import { invariant } from '@carriermesh/kernel';
import { FAILPOINT_VARIABLE } from '@carriermesh/platform-failpoints';

/** `service`: a process of the mesh's operator. `agent`: a process that a provider would run on its own machine. */
export type ChildKind = 'service' | 'agent';

/** What any process needs from the machine, whoever runs it. */
const MACHINE = [/^PATH$/, /^HOME$/, /^USER$/, /^LOGNAME$/, /^TMPDIR$/, /^TZ$/, /^LANG$/, /^LC_/, /^NODE_ENV$/, /^NODE_OPTIONS$/, /^NODE_EXTRA_CA_CERTS$/, /^NODE_COMPILE_CACHE$/];

const ALLOWED: Readonly<Record<ChildKind, readonly RegExp[]>> = {
  service: [...MACHINE, /^DATABASE_URL$/, /^PG[A-Z]+$/, /^OTEL_/, /^CARRIERMESH_/],
  agent: [...MACHINE, /^CARRIERMESH_DATA$/, /^CARRIERMESH_LOG_LEVEL$/, new RegExp(`^${FAILPOINT_VARIABLE}$`)],
};

/** The operator's database and keys. A provider's process that could read them could write its own settlement. */
const NEVER_FOR_AGENTS = [/^DATABASE_URL$/, /^CARRIERMESH_LEDGER_URL$/, /^PG[A-Z]+$/, /^OTEL_/, /^CARRIERMESH_HOME$/, /OPERATOR/, /^CARRIERMESH_MESH_/, /^CARRIERMESH_MASTER_/];

/**
 * The environment of a child: what `from` has and the child may know, and what the caller adds.
 * It is a list of what is allowed: a secret that someone exports tomorrow stays out.
 * @throws InvariantViolation when the caller adds for an agent what only the operator may have
 */
export function childEnvironment(
  kind: ChildKind,
  added: Readonly<Record<string, string>> = {},
  from: NodeJS.ProcessEnv = process.env,
): Record<string, string> {
  const forbidden = kind === 'agent' ? Object.keys(added).filter((name) => matches(NEVER_FOR_AGENTS, name)) : [];
  invariant(forbidden.length === 0, `an agent's environment may not hold ${forbidden.join(', ')}`);
  const inherited = Object.entries(from).filter((entry): entry is [string, string] => entry[1] !== undefined && matches(ALLOWED[kind], entry[0]));
  return { ...Object.fromEntries(inherited), ...added };
}

function matches(patterns: readonly RegExp[], name: string): boolean {
  return patterns.some((pattern) => pattern.test(name));
}
