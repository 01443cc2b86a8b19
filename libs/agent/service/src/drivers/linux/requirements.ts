import { randomUUID } from 'node:crypto';
import { labelLine, LINK_MTU, redirect, tokenBucket } from './circuit-commands.js';
import { carryOut, carryOutAll } from './kernel.js';
import { VOID_PORT } from './names.js';
import { attachBatches, newBridgeLines, newPortBatches } from './switch-commands.js';

/** Tries everything that a circuit is made of. @returns what this machine lacks, in a few words; `undefined` when nothing is */
export const missingRequirement = (prefix: string): Promise<string | undefined> =>
  missingOf(prefix, 'veth, vxlan, tbf, clsact, u32 and mirred', async (namespace) => {
    await carryOut({
      command: 'ip',
      namespace,
      lines: [
        `link add one mtu ${LINK_MTU} type veth peer name two`,
        'addr replace fe80::1/64 dev one nodad',
        labelLine({ name: 'label', label: 1, side: 1, device: 'one' }),
      ],
    });
    await carryOut({ command: 'tc', namespace, lines: ['qdisc add dev label clsact', tokenBucket('label', 1), redirect('label', 'one')] });
  });

/** The same of a shared switch. */
export const missingSwitchRequirement = (prefix: string): Promise<string | undefined> =>
  missingOf(prefix, 'veth, bridge, ifb, tbf, clsact, u32 and mirred', async (namespace) => {
    const instance = { name: 'probe', ports: [{ port: 'probe', mbps: 1, role: 'leaf', sourceMacs: ['02:00:00:00:00:01'] }] } as const;
    await carryOut({ command: 'ip', namespace, lines: newBridgeLines(instance.name) });
    await carryOutAll(newPortBatches(namespace, namespace, 'probe'));
    await carryOut({ command: 'ip', namespace, lines: [`link add ${VOID_PORT} type veth peer name ${VOID_PORT}-end`] });
    await carryOutAll(attachBatches(namespace, instance.name, instance.ports[0]));
  });

/** Tries it in a namespace of its own, which is gone afterwards. */
async function missingOf(prefix: string, parts: string, attempt: (namespace: string) => Promise<void>): Promise<string | undefined> {
  if (process.platform !== 'linux') return `Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'root';
  // Every provider of an agent asks, all at the same time.
  const namespace = `${prefix}-probe-${randomUUID()}`;
  try {
    await carryOut({ command: 'ip', lines: [`netns add ${namespace}`] });
    await attempt(namespace);
    return undefined;
  } catch (error) {
    return `a kernel with ${parts}, and iproute2: ${(error as Error).message}`;
  } finally {
    await carryOut({ command: 'ip', lines: [`netns del ${namespace}`], force: true }).catch(() => undefined);
  }
}
