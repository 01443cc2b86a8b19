import { spawn, type ChildProcess } from 'node:child_process';
import { Home } from '@carriermesh/operator-home';

/**
 * Wakes what is paused and ends what remains of a home when the process that runs the mesh is killed: services end by themselves
 * then, but neither one that is stopped by SIGSTOP nor the two servers do.
 */
const SCRIPT = `read -r line && exit 0
grep -o '"pid": [0-9]*' "$1" | grep -o '[0-9]*$' | while read -r pid; do grep -qs CARRIERMESH_ "/proc/$pid/environ" && kill -CONT "$pid"; done
sleep 1
kill -CONT "$(head -n 1 "$2")" && kill -QUIT "$(head -n 1 "$2")"
kill -CONT "$(cat "$3")" && kill -TERM "$(cat "$3")"`;

export class Watchdog {
  private constructor(private readonly shell: ChildProcess) {}

  /** Watches from now on: its input ends when this process does, however it ends. */
  static over(homeDirectory: string): Watchdog {
    const home = new Home(homeDirectory);
    const files = [home.runFile, `${home.postgresDirectory}/postmaster.pid`, `${home.natsDirectory}/server.pid`];
    const shell = spawn('/bin/sh', ['-c', SCRIPT, 'watchdog', ...files], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
    shell.unref();
    // The pipe must not keep this process alive; the type hides that it is a socket.
    (shell.stdin as unknown as { unref(): void }).unref();
    shell.stdin?.on('error', () => undefined);
    return new Watchdog(shell);
  }

  /** Everything was stopped in order: there is nothing left to end. */
  stand(): void {
    this.shell.stdin?.end('stopped\n');
  }
}
