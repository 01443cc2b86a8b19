import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from './trial-mesh.js';

/** Here bare names lead to the house's packages, as they were built. */
const HOME = fileURLToPath(new URL('..', import.meta.url));

/** Another instance, as a process of its own: a program that can stand still while time and the others go on. */
export class OtherInstance {
  private said = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (text) => (this.said += String(text)));
    child.stderr?.on('data', (text) => (this.said += String(text)));
  }

  /** @param program an ES module's text @param failpoint as its environment has it */
  static start(program: string, failpoint = ''): OtherInstance {
    const { NODE_OPTIONS: _, ...env } = process.env;
    return new OtherInstance(spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: HOME, env: { ...env, CARRIERMESH_FAILPOINT: failpoint } }));
  }

  get words(): string {
    return this.said;
  }

  /** Resolves when the process stands still: what was sent to it before that would be lost. */
  async standsStill(): Promise<void> {
    await eventually('an instance that stands still', async () => {
      if (this.child.exitCode !== null) throw new Error(`the other instance ended with ${this.child.exitCode}: ${this.said}`);
      return this.state().startsWith('T') ? true : undefined;
    }, 30_000);
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  async says(what: string): Promise<void> {
    await eventually(`"${what}" from the other instance, which said: ${this.said}`, async () => (this.said.includes(what) ? true : undefined), 30_000);
  }

  /** Resolves when the process was ended by this signal, and by none of this class's. */
  async ends(signal: NodeJS.Signals): Promise<void> {
    await eventually(`the end of the other instance, which said: ${this.said}`, async () => (this.child.exitCode ?? this.child.signalCode) ?? undefined, 30_000);
    if (this.child.signalCode !== signal) throw new Error(`the other instance ended with ${this.child.exitCode ?? this.child.signalCode}: ${this.said}`);
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private state(): string {
    return execFileSync('ps', ['-o', 'stat=', '-p', String(this.child.pid)], { encoding: 'utf8' });
  }
}
