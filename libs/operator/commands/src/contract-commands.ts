import type { Command } from 'commander';
import { changeServiceCommand } from './contract-change.command.js';
import { showContractCommand } from './contract-show.command.js';
import { terminateContractCommand } from './contract-terminate.command.js';
import { verifyContractCommand } from './contract-verify.command.js';
import { AS_OF, HOME, JSON_FLAG, LEDGER, REVISION } from './flags.js';
import { collect } from './ledger-commands.js';

/** `carriermesh contract …`: what was agreed, and whether it still is what was signed. */
export function addContractCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const contract = program.command('contract').description('what was agreed with a customer and with its suppliers');
  contract
    .command('show <contractId>')
    .description('parties, route, prices of both sides, service level, term, hashes, and what became of it')
    .option(...AS_OF)
    .option(...REVISION)
    .option(...HOME)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((contractId, flags) => act(showContractCommand(contractId, flags)));
  contract
    .command('verify <contractId>')
    .description('check from the bytes that all parties signed, that the documents bind one another, and that they stand in the ledger’s tree (exit code 3)')
    .option('--head <file>', 'a head that you kept; any number of them', collect)
    .option('--operator-key <hex>', 'the operator’s public key, 64 hexadecimal digits (default: the one of the home)', collect)
    .option(...HOME)
    .option(...LEDGER)
    .option(...JSON_FLAG)
    .action((contractId, flags) => act(verifyContractCommand(contractId, flags)));
  contract
    .command('terminate <contractId>')
    .description('end it for the seller: the customer owes nothing for the rest of its term, the suppliers are owed what their contracts say')
    .option('--at <time>', 'not before this instant, RFC 3339 (default: as soon as the notice allows)')
    .option('--reason <words>', 'why; kept in the amendment')
    .option('--request <id>', 'a name for this request; sent again, it ends nothing twice', 'operator')
    .option(...HOME)
    .option(...JSON_FLAG)
    .addHelpText('after', '\nIt ends after its notice with the first whole hour of the service. A buyer ends its own: POST /v1/contracts/{contractId}/termination.')
    .action((contractId, flags) => act(terminateContractCommand(contractId, flags)));
  const changes = [
    { kind: 'suspend', said: 'have every provider of it carry nothing until it is resumed, or none; its recurring charges go on' },
    { kind: 'resume', said: 'have a suspended service carry again, at every provider or at none' },
  ] as const;
  for (const { kind, said } of changes) {
    contract
      .command(`${kind} <contractId>`)
      .description(said)
      .option('--reason <words>', 'why; kept with the order of the change')
      .option('--request <id>', 'a name for this request; sent again, it changes nothing twice (default: a new one)')
      .option(...HOME)
      .option(...JSON_FLAG)
      .action((contractId, flags) => act(changeServiceCommand(contractId, kind, flags)));
  }
  contract
    .command('modify <contractId>')
    .description('give it another bandwidth at every provider or at none, at the price that was contracted for each Mbit/s')
    .requiredOption('--mbps <n>', 'what it is to carry')
    .option('--reason <words>', 'why; kept with the order of the change')
    .option('--request <id>', 'a name for this request; sent again, it changes nothing twice (default: a new one)')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((contractId, flags) => act(changeServiceCommand(contractId, 'modify', flags)));
}
