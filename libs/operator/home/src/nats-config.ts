import { invariant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { LOOPBACK } from './ports.js';

export const BUS_MAX_PAYLOAD_BYTES = 8 * 1024 * 1024;
/** Several connections for each of some hundred providers, and for each service. */
export const BUS_MAX_CONNECTIONS = 2_048;
export const BUS_MAX_FILE_STORE_BYTES = 8 * 1024 ** 3;
export const BUS_MAX_MEMORY_STORE_BYTES = 256 * 1024 ** 2;
/** Some hundred processes sign in at once while they compete for few cores; the server's own 2 s would turn some away. */
const SIGN_IN_TIMEOUT_S = 10;
/** A process that stands still is let go within about ten seconds: until then its share of the requests waits in vain. */
const PING_INTERVAL_S = 3;
const MAX_UNANSWERED_PINGS = 2;

export interface BusAccounts {
  readonly mesh: { readonly publicNkey: string };
  readonly providers: readonly BusProvider[];
}

export interface BusProvider {
  /** Stands in subjects and account names: letters, digits, "_" and "-". */
  readonly id: string;
  readonly publicNkey: string;
}

export interface NatsConfig extends BusAccounts {
  readonly port: number;
  readonly storeDir: string;
}

/**
 * The configuration of the mesh's own nats-server, on the loopback alone.
 *
 * The mesh lives in account CORE, which alone has JetStream. Every provider has an account of its own: what it says as
 * `in.…` arrives in CORE as `cm.in.<provider>.…`, and what CORE asks as `cm.out.<provider>.v1.…` it hears as
 * `out.v1.…`. The server writes the provider's name, so that nobody can speak or listen for another. Nobody is in the
 * system account.
 * @throws OperationalError 'misconfigured' for a provider id that cannot stand in a subject, a repeated id or a key that is no user NKey
 */
export function natsConfig({ port, storeDir, mesh, providers }: NatsConfig): string {
  assertAccounts({ mesh, providers });
  return `# Written anew at each start and each change of providers: edits are lost.
server_name: carriermesh
listen: "${LOOPBACK}:${port}"
max_payload: ${BUS_MAX_PAYLOAD_BYTES}
max_connections: ${BUS_MAX_CONNECTIONS}
ping_interval: "${PING_INTERVAL_S}s"
ping_max: ${MAX_UNANSWERED_PINGS}
authorization { timeout: ${SIGN_IN_TIMEOUT_S} }
jetstream {
  store_dir: ${JSON.stringify(storeDir)}
  max_file_store: ${BUS_MAX_FILE_STORE_BYTES}
  max_memory_store: ${BUS_MAX_MEMORY_STORE_BYTES}
}
accounts {
${coreAccount(mesh.publicNkey, providers)}
${providers.map(providerAccount).join('\n')}
}
`;
}

function coreAccount(publicNkey: string, providers: readonly BusProvider[]): string {
  return `  CORE {
    jetstream: enabled
    users: [ { nkey: ${publicNkey} } ]
    exports: [
${providers.map(({ id }) => `      { service: "cm.in.${id}.>", accounts: [ "P_${id}" ] }`).join('\n')}
    ]
    imports: [
${providers.map(({ id }) => `      { service: { account: "P_${id}", subject: "out.v1.>" }, to: "cm.out.${id}.v1.>" }`).join('\n')}
    ]
  }`;
}

function providerAccount({ id, publicNkey }: BusProvider): string {
  return `  "P_${id}" {
    users: [ {
      nkey: ${publicNkey}
      permissions: {
        publish: { allow: [ "in.>", "_INBOX.>" ], deny: [ "$JS.>", "$SYS.>" ] }
        subscribe: { allow: [ "out.>", "_INBOX.>" ] }
        allow_responses: true
      }
    } ]
    exports: [ { service: "out.v1.>", accounts: [ CORE ] } ]
    imports: [ { service: { account: CORE, subject: "cm.in.${id}.>" }, to: "in.>" } ]
  }`;
}

function assertAccounts({ mesh, providers }: BusAccounts): void {
  const ids = new Set<string>();
  for (const { id, publicNkey } of providers) {
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)) {
      throw new OperationalError('misconfigured', `provider id "${id}" cannot stand in a subject: letters, digits, "_" and "-" only, 64 at most`);
    }
    if (ids.has(id)) throw new OperationalError('misconfigured', `provider ${id} has two accounts on the bus`);
    ids.add(id);
    assertUserNkey(publicNkey, `provider ${id}`);
  }
  assertUserNkey(mesh.publicNkey, 'the mesh');
  const keys = new Set([mesh.publicNkey, ...providers.map(({ publicNkey }) => publicNkey)]);
  invariant(keys.size === providers.length + 1, 'two users of the bus have the same NKey: the server could not tell them apart');
}

function assertUserNkey(publicNkey: string, whose: string): void {
  if (/^U[A-Z2-7]{55}$/.test(publicNkey)) return;
  throw new OperationalError('misconfigured', `the bus key of ${whose} is "${publicNkey}", which is not a public user NKey (U and 55 characters)`);
}
