import { randomUUID } from 'node:crypto';
import { type Money, parseMoney, zero } from '@carriermesh/kernel';
import { contracting } from '@carriermesh/wire';
import { eventually } from './patience.js';
import type { ScenarioMesh } from './scenario-mesh.js';

export function eur(text: string): Money {
  const amount = parseMoney('EUR', text);
  if (!amount) throw new Error(`"${text}" is no amount of euros`);
  return amount;
}

const AS_ORDERED: Omit<contracting.FormatChoice, 'id'> = { bandwidthPpm: 1_000_000, pricePpm: 1_000_000, monthly: zero('EUR'), monthlyPerMbps: zero('EUR'), setup: zero('EUR'), addsNs: 0n };

/** States what the seller can carry services in, and waits until quotes are made by it. */
export async function formatsStated(mesh: ScenarioMesh, ...codecs: readonly (Pick<contracting.FormatChoice, 'id'> & Partial<contracting.FormatChoice>)[]): Promise<void> {
  const terms: contracting.StatedTerms['terms'] = { kind: 'formats', formats: { codecs: codecs.map((codec) => ({ ...AS_ORDERED, ...codec })), resolutions: [], encapsulations: [] } };
  const { outcome } = await mesh.ask(contracting.StateTerms, { requestId: randomUUID(), terms: { terms } });
  if (outcome.kind === 'refused') throw new Error(outcome.refused.message);
  await eventually('the formats are in force', async () => (await mesh.ask(contracting.ListTerms, {})).terms.some((record) => record.terms.terms.kind === 'formats') || undefined);
}
