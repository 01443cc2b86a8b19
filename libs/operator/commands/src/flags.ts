/* What many commands have in common. */

export const HOME = ['--home <dir>', 'where the mesh keeps its data, logs and keys (default: $CARRIERMESH_HOME, or .carriermesh in the project)'] as const;
export const JSON_FLAG = ['--json', 'one JSON object instead of text'] as const;
export const LEDGER = ['--ledger <url>', 'a ledger’s PostgreSQL, for instance a copy (default: the one of the running mesh)'] as const;
