import { readTermsDocument, STANDARD_POLICY } from '@carriermesh/contracting-service';
import { formatMoney, type Money } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { contracting } from '@carriermesh/wire';
import { v7 as uuidv7 } from 'uuid';
import { OPERATOR } from './advertising-progress.js';
import { withMeshAsOf, type AskingFlags } from './mesh-as-of.js';
import { toMillisText } from './order-story.js';
import { readJson } from './quote.command.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT, tellRefusal } from './say.js';

interface Flags {
  readonly home?: string;
  readonly json?: boolean;
}

/** Puts on record how the seller prices from now on, in the place of what it had stated of the same subject. */
export async function setTermsCommand(file: string, { home, json, request = `operator-${uuidv7()}` }: Flags & { readonly request?: string }): Promise<number> {
  const reading = readTermsDocument(await readJson(file), STANDARD_POLICY.listBasePerMbps.currency);
  if ('problems' in reading) throw new OperationalError('malformed', `${file} states no terms:\n${reading.problems.map(({ at, problem }) => `  ${at} ${problem}`).join('\n')}`);
  return withRunningMesh(home, async ({ bus }) => {
    const { outcome } = await bus.request(contracting.StateTerms, { terms: reading.terms, requestId: request }, { context: OPERATOR });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, json);
    process.stdout.write(json ? `${JSON.stringify(contracting.StatedTerms.toJson(outcome.stated))}\n` : `${termsText(outcome.stated)}\n`);
    return EXIT.done;
  });
}

export async function showTermsCommand(flags: AskingFlags): Promise<number> {
  return withMeshAsOf(flags, async ({ bus }) => {
    const { terms } = await bus.request(contracting.ListTerms, {}, { context: OPERATOR });
    const texts = terms.map((record) => `${termsText(record.terms)}\n`).join('');
    process.stdout.write(flags.json ? `${JSON.stringify({ terms: terms.map((record) => contracting.TermsRecord.toJson(record)) })}\n` : texts || 'Nothing is stated: prices are the policy’s.\n');
    return EXIT.done;
  });
}

const percent = (basisPoints: number): string => `${basisPoints / 100} %`;

function termsText({ terms }: contracting.StatedTerms): string {
  if (terms.kind === 'buyer') return `buyer ${terms.buyer.buyerId}: ${buyerText(terms.buyer) || 'nothing is agreed'}`;
  if (terms.kind === 'supplier') return `supplier ${terms.supplier.providerId}: ${supplierText(terms.supplier) || 'nothing is agreed'}`;
  if (terms.kind === 'formats') return `formats: ${formatsText(terms.formats) || 'none, services are carried as they are ordered'}`;
  const { steps } = terms.utilisation;
  if (steps.length === 0) return 'utilisation: prices do not follow it';
  return `utilisation: ${steps.map(({ fromBasisPoints, priceBasisPoints }) => `from ${percent(fromBasisPoints)} on ${percent(priceBasisPoints)} of the price`).join(', ')}`;
}

const formatsText = (formats: contracting.FormatTerms): string =>
  (['codecs', 'resolutions', 'encapsulations'] as const).flatMap((kind) => (formats[kind].length === 0 ? [] : [`${kind} ${formats[kind].map(choiceText).join(', ')}`])).join('; ');

const choiceText = ({ id, bandwidthPpm, pricePpm, monthly, monthlyPerMbps, setup, addsNs }: contracting.FormatChoice): string => {
  const costs = [`${amount(monthly)} a month`, `${amount(monthlyPerMbps)} a Mbit/s and month`, `${amount(setup)} once`].filter((_, index) => [monthly, monthlyPerMbps, setup][index]!.microMinor > 0n);
  return `${id} (${[`${bandwidthPpm / 10_000} % of the bandwidth`, `${pricePpm / 10_000} % of the price`, ...costs, ...(addsNs > 0n ? [`${toMillisText(addsNs)} ms`] : [])].join(', ')})`;
};

const amount = (money: Money): string => `${formatMoney(money)} ${money.currency}`;

const pairText = ({ discountBasisPoints, tiers }: Pick<contracting.BuyerTerms, 'discountBasisPoints' | 'tiers'>): readonly string[] => [
  ...(discountBasisPoints > 0 ? [`${percent(discountBasisPoints)} off`] : []),
  ...tiers.map((tier) => `from ${amount(tier.fromMonthly)} a month on ${percent(tier.discountBasisPoints)} off`),
];

const buyerText = ({ floorMonthly, ...pair }: contracting.BuyerTerms): string =>
  [...pairText(pair), ...(floorMonthly ? [`nothing for less than ${amount(floorMonthly)} a month`] : [])].join(', ');

const supplierText = ({ commitmentMonthly, ...pair }: contracting.SupplierTerms): string =>
  [...pairText(pair), ...(commitmentMonthly ? [`${amount(commitmentMonthly)} a month are committed to`] : [])].join(', ');
