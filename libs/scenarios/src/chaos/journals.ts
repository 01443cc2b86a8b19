import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Home } from '@carriermesh/operator-home';

export type JournalText = Readonly<Record<string, unknown>> & { readonly type: string; readonly segment?: Readonly<Record<string, unknown>> };

const agentsDirectory = ({ providersDirectory }: Home): string => join(providersDirectory, 'agent');

/** What a provider's agent wrote down. A last line that a kill broke off is none: the agent itself takes it for none. */
export function journalOf(home: Home, providerId: string): readonly JournalText[] {
  const file = join(agentsDirectory(home), providerId, 'journal.jsonl');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as JournalText);
}

export const providersWithJournals = (home: Home): readonly string[] =>
  readdirSync(agentsDirectory(home), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
