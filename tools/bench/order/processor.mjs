// Processor time of every process of a mesh, from the kernel's own count: what an order costs, whoever else the machine works for.
import { readdirSync, readFileSync } from 'node:fs';
import { readRun } from '../../../libs/operator/home/dist/index.js';

/** The kernel counts in hundredths of a second, on every machine that Node runs on (proc(5), `_SC_CLK_TCK`). */
const TICK_MS = 10;

/** @returns milliseconds so far by name: each service's, PostgreSQL's with all that it has started, the broker's */
export function processorMs(home) {
  const { services } = readRun(home) ?? { services: [] };
  const nameOf = new Map(services.map(({ name, pid }) => [pid, name]));
  const processes = new Map(readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).flatMap((pid) => statOf(Number(pid))));
  const ownerOf = ({ pid, parent, command }) => {
    if (nameOf.has(pid)) return nameOf.get(pid);
    if (command.includes(home.postgresDirectory)) return 'PostgreSQL';
    if (command.includes(home.natsDirectory)) return 'nats-server';
    const above = processes.get(parent);
    return above && ownerOf(above);
  };
  const spent = new Map();
  for (const each of processes.values()) {
    const owner = ownerOf(each);
    if (owner) spent.set(owner, (spent.get(owner) ?? 0) + each.ticks * TICK_MS);
  }
  return spent;
}

/** @returns milliseconds so far of all services' threads that are V8's own: they compile what runs often, and collect */
export function compilingMs(home) {
  const threads = (readRun(home)?.services ?? []).flatMap(({ pid }) => readdirSync(`/proc/${pid}/task`).flatMap((thread) => statOf(`${pid}/task/${thread}`)));
  return threads.reduce((sum, [, { name, ticks }]) => sum + (name === 'V8Worker' ? ticks * TICK_MS : 0), 0);
}

/** @returns milliseconds so far of a process and of all that it has started and that lives */
export function processorMsUnder(root) {
  const processes = new Map(readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).flatMap((pid) => statOf(Number(pid))));
  const isUnder = (each) => each !== undefined && (each.pid === root || isUnder(processes.get(each.parent)));
  return [...processes.values()].filter(isUnder).reduce((sum, { ticks }) => sum + ticks * TICK_MS, 0);
}

/** @param pid of a process, or of a thread as `<pid>/task/<thread>` */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name, which may hold anything: state, parent, …, and as 12th and 13th the time in the program and in the kernel.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return [[pid, { pid, name, parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]), command }]];
  } catch {
    return [];
  }
}
