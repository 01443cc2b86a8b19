import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_ROOT } from '@carriermesh/operator-home';

const COMMAND = join(PROJECT_ROOT, 'apps', 'cli', 'bin', 'carriermesh.js');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The `carriermesh` command in a process of its own, as a person runs it. */
export class RunningCommand {
  stdout = '';
  stderr = '';
  readonly finished: Promise<Finished>;
  private readonly child: ChildProcess;

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [COMMAND, ...args], { cwd: PROJECT_ROOT, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.finished = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('close', (code) => resolve({ code, stdout: this.stdout, stderr: this.stderr }));
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}

export const runCommand = (...args: readonly string[]): Promise<Finished> => new RunningCommand(args).finished;

/** The suite's own switches for Node are not the command's. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, CARRIERMESH_HOME: __, ...rest } = process.env;
  return rest;
}
