import type { BusAddress } from '@carriermesh/platform-bus';
import { portOf, required } from '@carriermesh/platform-chassis';

/** What the gateway has to be told. It holds no credentials of any database: all that it knows, it asks the mesh for. */
export interface GatewayEnvironment {
  readonly bus: Omit<BusAddress, 'name'>;
  /** The address that it listens on; the loopback interface unless told otherwise. */
  readonly apiHost: string;
  /** 0 for any free port. */
  readonly apiPort: number;
  /** JSON: who may order, and the SHA-256 of each one's token. */
  readonly buyersFile: string;
  /** JSON: which suppliers may read what they are owed, likewise. */
  readonly suppliersFile?: string;
  readonly logLevel: string;
}

/**
 * Reads CARRIERMESH_BUS_URL, CARRIERMESH_BUS_NKEY_FILE, CARRIERMESH_API_HOST, CARRIERMESH_API_PORT, CARRIERMESH_BUYERS_FILE,
 * CARRIERMESH_SUPPLIERS_FILE and CARRIERMESH_LOG_LEVEL.
 * @throws OperationalError `misconfigured`, naming the variable
 */
export function readGatewayEnvironment(env: Readonly<Record<string, string | undefined>>): GatewayEnvironment {
  const nkeySeedFile = env['CARRIERMESH_BUS_NKEY_FILE'];
  const suppliersFile = env['CARRIERMESH_SUPPLIERS_FILE'];
  return {
    bus: { url: required(env, 'CARRIERMESH_BUS_URL'), ...(nkeySeedFile ? { nkeySeedFile } : {}) },
    apiHost: env['CARRIERMESH_API_HOST'] || '127.0.0.1',
    apiPort: portOf(env['CARRIERMESH_API_PORT'] || '0', 'CARRIERMESH_API_PORT'),
    buyersFile: required(env, 'CARRIERMESH_BUYERS_FILE'),
    ...(suppliersFile ? { suppliersFile } : {}),
    logLevel: env['CARRIERMESH_LOG_LEVEL'] ?? 'info',
  };
}
