import { spawn } from 'node:child_process';
import { OperationalError } from '@carriermesh/platform-errors';

/** The kernel answers in milliseconds; what takes longer than this hangs. */
const COMMAND_LIMIT_MS = 10_000;
const SHOWN_CHARACTERS = 400;

/** An interface as the kernel shows it. */
export interface KernelPort {
  readonly name: string;
  /** New each time that an interface is made, so that counters of another one are not taken for its own. */
  readonly index: number;
  readonly alias: string;
  readonly sentOctets: bigint;
  readonly isUp: boolean;
  readonly addresses: readonly string[];
}

export interface Batch {
  readonly command: 'ip' | 'tc';
  /** Absent: the machine's own. */
  readonly namespace?: string;
  readonly lines: readonly string[];
  /** Goes on after a line that fails, for taking away what may be gone. */
  readonly force?: boolean;
}

/** Has iproute2 carry out all lines in one process. @throws OperationalError `unavailable` with what iproute2 said */
export async function carryOut({ command, namespace, lines, force = false }: Batch): Promise<void> {
  if (lines.length === 0) return;
  const where = namespace === undefined ? [] : ['-n', namespace];
  const { code, errors } = await finished(command, [...where, ...(force ? ['-force'] : []), '-batch', '-'], `${lines.join('\n')}\n`);
  if (code === 0 || force) return;
  const line = Number(/-:(\d+)/.exec(errors)?.[1] ?? Number.NaN);
  const failed = lines[line - 1];
  const shown = errors.trim().replaceAll('\n', ' ').slice(0, SHOWN_CHARACTERS);
  throw new OperationalError('unavailable', `${command}${namespace === undefined ? '' : ` in ${namespace}`}${failed ? `, "${failed}"` : ''}: ${shown}`);
}

/** One after the other, and none after one that fails. */
export async function carryOutAll(batches: readonly Batch[]): Promise<void> {
  for (const batch of batches) await carryOut(batch);
}

/** @throws OperationalError `unavailable` when there is no such namespace */
export async function portsIn(namespace: string): Promise<readonly KernelPort[]> {
  const shown = await answer('ip', ['-n', namespace, '-s', '-d', '-j', 'address', 'show']);
  return (shown as readonly ShownLink[]).map(({ ifname, ifindex, ifalias, stats64, flags, addr_info }) => ({
    name: ifname,
    index: ifindex,
    alias: ifalias ?? '',
    sentOctets: BigInt(stats64?.tx?.bytes ?? 0),
    isUp: flags?.includes('UP') === true,
    addresses: (addr_info ?? []).flatMap(({ local }) => local ?? []),
  }));
}

interface ShownLink {
  readonly ifname: string;
  readonly ifindex: number;
  readonly ifalias?: string;
  readonly flags?: readonly string[];
  readonly addr_info?: readonly { readonly local?: string }[];
  readonly stats64?: { readonly tx?: { readonly bytes?: number } };
}

export async function namespaces(): Promise<readonly string[]> {
  const shown = await answer('ip', ['-j', 'netns', 'list']);
  return (shown as readonly { readonly name: string }[]).map(({ name }) => name);
}

async function answer(command: string, args: readonly string[]): Promise<unknown> {
  const { code, output, errors } = await finished(command, args, '');
  if (code !== 0) throw new OperationalError('unavailable', `${command} ${args.join(' ')}: ${errors.trim().slice(0, SHOWN_CHARACTERS)}`);
  // iproute2 says nothing at all where a list is empty.
  return output.trim() === '' ? [] : JSON.parse(output);
}

interface Finished {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

function finished(command: string, args: readonly string[], input: string): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'pipe', timeout: COMMAND_LIMIT_MS });
    const said = { output: '', errors: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.errors += chunk.toString()));
    child.once('error', (cause) => reject(new OperationalError('misconfigured', `${command} can't be run: ${cause.message}`, { cause })));
    child.once('close', (code, signal) => resolve({ ...said, code: code ?? -1, errors: signal ? `ended by ${signal}` : said.errors }));
    // A command that ends at its first line does not read the others.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
