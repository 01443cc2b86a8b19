import type { Command } from 'commander';
import { bundleVerifyCommand } from './bundle-verify.command.js';
import { collect } from './ledger-commands.js';

/** `carriermesh bundle …`: what a party can check without the mesh. */
export function addBundleCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  program
    .command('bundle')
    .description('a part of a ledger that somebody exported')
    .command('verify <file>')
    .description('check hashes, proofs and signatures, and recompute an invoice; needs no mesh, no ledger and no network (exit code 3)')
    .option('--head <file>', 'a head that you kept; any number of them', collect)
    .option('--operator-key <hex>', 'the operator’s public key as you know it, 64 hexadecimal digits')
    .option('--json', 'one JSON object instead of text')
    .action((file, flags) => act(bundleVerifyCommand(file, flags)));
}
