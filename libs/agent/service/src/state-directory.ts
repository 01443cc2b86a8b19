import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperationalError } from '@carriermesh/platform-errors';

/** Makes nothing: what is not there yet has to be possible. @throws OperationalError `misconfigured`, naming the folder and what is wrong with it */
export function checkStateDirectory(directory: string): void {
  asMisconfigured(directory, () => {
    const there = nearest(directory);
    if (!statSync(there).isDirectory()) throw new Error(`${there} is no folder`);
    accessSync(there, constants.W_OK);
  });
}

/** @throws OperationalError `misconfigured`, naming the folder and what is wrong with it */
export function makeStateDirectory(directory: string): void {
  asMisconfigured(directory, () => mkdirSync(directory, { recursive: true }));
}

function nearest(directory: string): string {
  const found = statSync(directory, { throwIfNoEntry: false });
  return found || dirname(directory) === directory ? directory : nearest(dirname(directory));
}

function asMisconfigured(directory: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new OperationalError('misconfigured', `stateDirectory ${directory} can't be written to: ${(error as Error).message}`, { cause: error });
  }
}
