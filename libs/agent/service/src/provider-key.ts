import { readFileSync } from 'node:fs';
import { OperationalError } from '@carriermesh/platform-errors';
import { signingKey, type SigningKey } from '@carriermesh/platform-signing';
import type { ProviderConfiguration } from './configuration.js';

/** What the provider signs with. @throws OperationalError `misconfigured`, naming the file */
export function keyOf({ id, signingKeyFile }: Pick<ProviderConfiguration, 'id' | 'signingKeyFile'>): SigningKey {
  try {
    return signingKey(readFileSync(signingKeyFile, 'utf8'));
  } catch (error) {
    throw new OperationalError('misconfigured', `the signing key of provider ${id} at ${signingKeyFile} has to be an Ed25519 private key in PEM, and can't be used: ${(error as Error).message}`, { cause: error });
  }
}
