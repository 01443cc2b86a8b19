import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { labelLine, LINK_MTU, redirect } from '../circuit-commands.js';
import { carryOut } from '../kernel.js';

const MAIN = fileURLToPath(new URL('../../../../dist/drivers/linux/testing/delay-box-main.js', import.meta.url));
const LABELS = { box1: 11, box2: 12 } as const;

/** Makes a circuit longer in the middle: every frame of it goes through a process that hands it on some ms later, in both directions. */
export class DelayBox {
  private child: ChildProcess | undefined;

  constructor(private readonly namespace: string) {}

  /** @param at two ports of a circuit in one PoP's namespace */
  async insert(at: { readonly namespace: string; readonly entry: string; readonly exit: string }): Promise<void> {
    const { namespace, entry, exit } = at;
    const up = (device: string, side: 1 | 2): readonly string[] => [`link set ${device} addrgenmode none`, `addr replace fe80::${side}/64 dev ${device} nodad`, `link set ${device} up`];
    const label = (name: keyof typeof LABELS): readonly string[] => [
      labelLine({ name, label: LABELS[name], side: 1, device: 'box', isRead: true }),
      `link set ${name} addrgenmode none`,
      `link set ${name} up`,
    ];
    await carryOut({ command: 'ip', lines: [`netns add ${this.namespace}`] });
    await carryOut({ command: 'ip', namespace, lines: [`link add box mtu ${LINK_MTU} type veth peer name box mtu ${LINK_MTU} netns ${this.namespace}`, ...up('box', 1), ...label('box1'), ...label('box2')] });
    await carryOut({ command: 'ip', namespace: this.namespace, lines: up('box', 2) });
    this.child = spawn('ip', ['netns', 'exec', this.namespace, process.execPath, MAIN, String(LABELS.box1), String(LABELS.box2)], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    await once(this.child, 'message');
    const lines = [redirect('box2', exit), redirect('box1', entry), redirect(entry, 'box1'), redirect(exit, 'box2')];
    await carryOut({ command: 'tc', namespace, lines: ['qdisc add dev box1 clsact', 'qdisc add dev box2 clsact', ...lines] });
  }

  async set(ms: number): Promise<void> {
    const answered = this.child && once(this.child, 'message');
    this.child?.send(ms);
    await answered;
  }

  async remove(): Promise<void> {
    if (this.child && this.child.exitCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
    await carryOut({ command: 'ip', lines: [`netns del ${this.namespace}`], force: true });
  }
}
