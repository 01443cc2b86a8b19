import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureMasterKey, ensureNkey, ensureSigningKey, writeWhole, type BusAccounts, type Home } from '@carriermesh/operator-home';

/** The buyer of a demonstration home; its token is in the home, for whoever may read the home. */
export const DEMONSTRATION_BUYER = 'demo-buyer';

const PRIVATE_FILE = { mode: 0o600 };

/** A provider as the mesh enrols it: who it is, and which key speaks for it. */
export interface ProviderIdentity {
  readonly id: string;
  readonly name: string;
  readonly publicKeyHex: string;
}

/** Makes, or finds, the keys of a home: the operator's, the one that wraps people's keys, the mesh's on the bus, and two for every provider. */
export function ensureKeys(home: Home, providers: readonly { id: string; name: string }[]): { accounts: BusAccounts; identities: readonly ProviderIdentity[] } {
  ensureSigningKey(home.operatorKeyFile);
  ensureMasterKey(home.masterKeyFile);
  const accounts = {
    mesh: { publicNkey: ensureNkey(home.meshNkeyFile).publicNkey },
    providers: providers.map(({ id }) => ({ id, publicNkey: ensureNkey(home.providerNkeyFile(id)).publicNkey })),
  };
  const identities = providers.map(({ id, name }) => ({ id, name, ...ensureSigningKey(home.providerKeyFile(id)) }));
  return { accounts, identities };
}

export const buyersFile = (home: Home): string => join(home.keysDirectory, 'buyers.json');
const tokenFile = (home: Home, buyerId: string): string => join(home.keysDirectory, 'buyers', `${buyerId}.token`);

export const suppliersFile = (home: Home): string => join(home.keysDirectory, 'suppliers.json');
const supplierTokenFile = (home: Home, providerId: string): string => join(home.providerDirectory(providerId), 'api.token');

/** For each provider a random token, among its own keys, to read what it is owed; the gateway is told the hashes alone. */
export function ensureSuppliers(home: Home, providers: readonly { id: string; name: string }[]): void {
  if (existsSync(suppliersFile(home))) return;
  const suppliers = providers.map(({ id, name }) => ({ id, name, tokenSha256: sha256Of(ensureToken(supplierTokenFile(home, id))) }));
  writeFileSync(suppliersFile(home), `${JSON.stringify({ suppliers }, null, 2)}\n`, PRIVATE_FILE);
}

function ensureToken(file: string): string {
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, PRIVATE_FILE);
  return readFileSync(file, 'utf8').trim();
}

const sha256Of = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The demonstration's buyer with a random token; the gateway is told its hash alone. */
export function ensureDemonstrationBuyer(home: Home): void {
  const file = tokenFile(home, DEMONSTRATION_BUYER);
  mkdirSync(join(home.keysDirectory, 'buyers'), { recursive: true, mode: 0o700 });
  const token = ensureToken(file);
  if (existsSync(buyersFile(home))) return;
  const buyers = [{ id: DEMONSTRATION_BUYER, name: 'The demonstration’s buyer', tokenSha256: sha256Of(token) }];
  writeFileSync(buyersFile(home), `${JSON.stringify({ buyers }, null, 2)}\n`, PRIVATE_FILE);
}

/** Takes the name out of the list of buyers, which the gateway reads again; the token stays until the operator takes it. */
export function eraseBuyerName(home: Home, buyerId: string): void {
  const file = buyersFile(home);
  if (!existsSync(file)) return;
  const { buyers } = JSON.parse(readFileSync(file, 'utf8')) as { readonly buyers: readonly { readonly id: string; readonly name: string }[] };
  if (!buyers.some(({ id, name }) => id === buyerId && name !== id)) return;
  const without = buyers.map((buyer) => (buyer.id === buyerId ? { ...buyer, name: buyer.id } : buyer));
  writeWhole(file, `${JSON.stringify({ buyers: without }, null, 2)}\n`);
}

export function readToken(home: Home, buyerId: string = DEMONSTRATION_BUYER): string {
  return readFileSync(tokenFile(home, buyerId), 'utf8').trim();
}
