/** What happens to a process that this home keeps running; the caller turns it into talk on stderr. */
export type ProcessEvent =
  | { readonly type: 'ready'; readonly name: string; readonly pid: number }
  /** It ended although nobody asked it to. */
  | { readonly type: 'exit'; readonly name: string; readonly pid: number; readonly code: number | null; readonly signal: NodeJS.Signals | null }
  | { readonly type: 'restart'; readonly name: string; readonly inMs: number }
  /** A start failed after an earlier one had worked; it is tried again within the restart budget. */
  | { readonly type: 'failed'; readonly name: string; readonly message: string }
  /** It ended more often than the restart budget allows, and stays down. */
  | { readonly type: 'gave-up'; readonly name: string; readonly message: string };

export type OnProcessEvent = (event: ProcessEvent) => void;
