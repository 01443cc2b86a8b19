import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../../../../docs/provider-agent.md', import.meta.url));

/** The file that the agent's page shows under its name. */
export function fileOnPage(name: 'provider.yaml' | 'network.yaml' | 'local-ids.yaml'): string {
  const section = readFileSync(PAGE, 'utf8').split(/^## /m).find((each) => each.startsWith(`${name}\n`));
  const shown = section && /```yaml\n(.*?)```/s.exec(section)?.[1];
  if (shown === undefined) throw new Error(`${PAGE} shows no ${name}`);
  return shown;
}
