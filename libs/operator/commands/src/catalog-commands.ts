import type { Command } from 'commander';
import { listCatalogCommand, showCatalogCommand } from './catalog.command.js';
import { HOME, JSON_FLAG } from './flags.js';

/** `carriermesh catalog …`: what can be ordered, and by what rules it is priced and billed. */
export function addCatalogCommands(program: Command, act: (command: Promise<number>) => Promise<void>): void {
  const catalog = program.command('catalog').description('what the demonstration’s buyer may order, and by what rules it is priced and billed (docs/catalog.md)');
  catalog
    .command('list')
    .description('its offerings')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((flags) => act(listCatalogCommand(flags)));
  catalog
    .command('show <offering>')
    .description('one of them: every field of an order with its limits, prices, and the rules of bills and reconciliation')
    .option(...HOME)
    .option(...JSON_FLAG)
    .action((offering, flags) => act(showCatalogCommand(offering, flags)));
}
