// The processes that came of one, whatever session they are in now: a suite's servers have sessions of their own, and outlive a suite that is ended.
import { readdirSync, readFileSync } from 'node:fs';

/** From /proc; none on a system without it. When one was started tells it from a later one with its id. */
export function familyOf(pid) {
  const all = everyProcess();
  const family = [];
  for (let parents = new Set([pid]); parents.size > 0; ) {
    const children = all.filter(({ parent }) => parents.has(parent));
    family.push(...children);
    parents = new Set(children.map((child) => child.pid));
  }
  return family;
}

export function stillRuns({ pid, startedAt }) {
  const now = readProcess(pid);
  return now !== undefined && now.startedAt === startedAt && !/^[ZX]$/.test(now.state);
}

function everyProcess() {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => readProcess(Number(name)) ?? []);
  } catch {
    return [];
  }
}

/** Fields 3, 4 and 22; the command before them may hold spaces and brackets (proc_pid_stat(5)). */
function readProcess(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, state: fields[0], parent: Number(fields[1]), startedAt: fields[19] };
  } catch {
    return undefined;
  }
}
