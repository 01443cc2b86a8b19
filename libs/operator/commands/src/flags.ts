/* What many commands have in common. */

export const HOME = ['--home <dir>', 'where the mesh keeps its data, logs and keys (default: $CARRIERMESH_HOME, or .carriermesh in the project)'] as const;
export const JSON_FLAG = ['--json', 'one JSON object instead of text'] as const;
export const LEDGER = ['--ledger <url>', 'a ledger’s PostgreSQL, for instance a copy (default: the one of the running mesh)'] as const;
export const AS_OF = ['--as-of <instant>', 'as it was then, by the mesh’s clock: 2026-05-01T00:00:00Z'] as const;
export const REVISION = ['--revision <n>', 'as it was when this was the last position of the ledger, as quotes name it'] as const;
export const WHAT_IF = ['--what-if <tariff.json>', 'also what it would have come to by this tariff (docs/tariffs.md); nothing is written'] as const;
