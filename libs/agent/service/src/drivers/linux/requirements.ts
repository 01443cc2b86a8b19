import { randomUUID } from 'node:crypto';
import { carryOut } from './kernel.js';
import { CIRCUIT_MTU, redirect, tokenBucket } from './circuit-commands.js';

/**
 * Tries everything that a circuit is made of in a namespace of its own, which is gone afterwards.
 * @returns what this machine lacks, in a few words; `undefined` when nothing is
 */
export async function missingRequirement(prefix: string): Promise<string | undefined> {
  if (process.platform !== 'linux') return `Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'root';
  // Every provider of an agent asks, all at the same time.
  const namespace = `${prefix}-probe-${randomUUID()}`;
  try {
    await carryOut({ command: 'ip', lines: [`netns add ${namespace}`] });
    await carryOut({
      command: 'ip',
      namespace,
      lines: [
        'link add one type veth peer name two',
        'addr replace fe80::1/64 dev one nodad',
        `link add label mtu ${CIRCUIT_MTU} type vxlan id 1 local fe80::1 remote fe80::2 dev one dstport 4789 nolearning udp6zerocsumtx udp6zerocsumrx`,
      ],
    });
    await carryOut({ command: 'tc', namespace, lines: ['qdisc add dev label clsact', tokenBucket('label', 1), redirect('label', 'one')] });
    return undefined;
  } catch (error) {
    return `a kernel with veth, vxlan, tbf, clsact, u32 and mirred, and iproute2: ${(error as Error).message}`;
  } finally {
    await carryOut({ command: 'ip', lines: [`netns del ${namespace}`], force: true }).catch(() => undefined);
  }
}
