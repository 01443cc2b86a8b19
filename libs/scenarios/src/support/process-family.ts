import { readdirSync, readFileSync } from 'node:fs';

/** The processes that a process has started and that still run, from /proc; none on a system without it. */
export function childrenOf(parent: number): readonly number[] {
  return processIds().filter((pid) => parentOf(pid) === parent);
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  } catch {
    return [];
  }
}

/** Field 4; the command before it may hold spaces and brackets (proc_pid_stat(5)). */
function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
