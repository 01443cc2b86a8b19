import type { QuoteAnswer } from '@carriermesh/contracting-service';

interface Shown {
  readonly lost?: { readonly code: string; readonly message: string };
  readonly winner?: true;
  readonly format: string;
  readonly segmentation: string;
  readonly rejoin?: string;
  readonly wireMbps: number;
  readonly latencyNs: number;
  readonly providers: readonly string[];
  readonly media: readonly string[];
  readonly value: string;
  readonly monthly: { readonly price: string; readonly floor: string; readonly cost: string };
  readonly setup: string;
  readonly term: { readonly revenue: string; readonly cost: string; readonly profit: string };
  readonly ratios: { readonly margin: string; readonly costRevenue: string; readonly return: string };
  readonly costs: readonly { readonly kind: string; readonly id: string; readonly monthly: string; readonly setup: string }[];
  readonly parts: readonly { readonly part: string; readonly mbps: number; readonly latencyNs: number; readonly nodes: readonly string[] }[];
}

interface ShownCombination {
  readonly combination: number;
  readonly format: string;
  readonly segmentation: string;
  readonly rejoin?: string;
  readonly delivery?: string;
  readonly lost?: { readonly code: string; readonly message: string };
  readonly othersAtMost?: string;
  readonly scenarios: readonly Shown[];
}

interface ShownUtilisation {
  readonly link: string;
  readonly usedMbps: number;
  readonly capacityMbps: number;
  readonly proven: boolean;
  readonly fromBasisPoints?: number;
  readonly priceBasisPoints?: number;
  readonly listMonthly?: string;
}

interface Answered {
  readonly snapshot: string;
  readonly currency: string;
  readonly listMonthly: string;
  readonly utilisation?: ShownUtilisation;
  readonly winner?: Shown;
  readonly refusal?: { readonly code: string; readonly message: string };
  readonly proven: boolean;
  readonly alternates: number;
  readonly combinations?: readonly ShownCombination[];
  readonly refused?: readonly { readonly what: string; readonly id: string; readonly lost: { readonly message: string } }[];
}

const ms = (ns: number): string => `${(ns / 1e6).toFixed(3)} ms`;

/** A quote as a person reads it. */
export function quoteText(answer: QuoteAnswer): string {
  const answered = answer as unknown as Answered;
  const { winner, refusal, currency, proven, alternates, combinations, refused, utilisation } = answered;
  const lines = winner ? winnerLines(winner, currency, alternates) : [`Refused (${refusal!.code}): ${refusal!.message}`];
  if (utilisation) lines.push(utilisationLine(utilisation, answered));
  lines.push(proven ? 'Nothing that was left out can be better.' : 'The search ended at its limit: something better is not ruled out.');
  for (const one of combinations ?? []) lines.push('', ...combinationLines(one, currency));
  for (const { what, id, lost } of refused ?? []) lines.push('', `${what} ${id}: ${lost.message}`);
  return `${lines.join('\n')}\n`;
}

function utilisationLine({ link, usedMbps, capacityMbps, proven, ...step }: ShownUtilisation, { listMonthly, currency }: Answered): string {
  const full = `  the least full way has ${usedMbps} of ${capacityMbps} Mbit/s in use on its fullest link, ${link}${proven ? '' : ' (a search ended at its limit: it may be less full)'}`;
  if (step.priceBasisPoints === undefined) return `${full}: below the first step`;
  return `${full}: from ${step.fromBasisPoints! / 100} % on, ${step.priceBasisPoints / 100} % of the price, ${step.listMonthly} for ${listMonthly} ${currency} of the list`;
}

function winnerLines(shown: Shown, currency: string, alternates: number): string[] {
  const { monthly, setup, term, ratios, value, latencyNs, media, costs, parts } = shown;
  return [
    `${monthly.price} ${currency} a month: ${chosen(shown)}, ${shown.wireMbps} Mbit/s over ${shown.providers.join(', ')} (${media.join(', ')}) in ${ms(latencyNs)}`,
    `  costs ${monthly.cost} a month and ${setup} once; leaves ${term.profit} of ${term.revenue} over the term`,
    `  margin ${ratios.margin}, cost over revenue ${ratios.costRevenue}, return ${ratios.return}; value ${value}; ${alternates} alternates`,
    ...costs.map(({ kind, id, monthly: each, setup: once }) => `  ${kind} ${id}: ${each} a month${Number(once) === 0 ? '' : ` and ${once} once`}`),
    ...parts.map(({ part, mbps, latencyNs: each, nodes }) => `  ${part}, ${mbps} Mbit/s, ${ms(each)}: ${nodes.join(' – ')}`),
  ];
}

const chosen = ({ format, segmentation, rejoin }: Pick<Shown, 'format' | 'segmentation' | 'rejoin'>): string =>
  [format, segmentation, ...(rejoin === undefined ? [] : [`rejoined at ${rejoin}`])].join(', ');

function combinationLines(one: ShownCombination, currency: string): string[] {
  const head = `${one.combination}. ${chosen(one)}${one.delivery === undefined ? '' : `, over ${one.delivery}`}`;
  if (one.lost) return [`${head}: ${one.lost.code}. ${one.lost.message}`];
  const lines = one.scenarios.map((shown) =>
    shown.winner ? '   the winner' : `   ${shown.lost!.code}: ${shown.providers.join(', ')}, ${ms(shown.latencyNs)}, ${shown.monthly.cost} ${currency} a month, leaves ${shown.term.profit}. ${shown.lost!.message}`,
  );
  return [head, ...lines, ...(one.othersAtMost === undefined ? [] : [`   whatever is not listed is worth ${one.othersAtMost} at most`])];
}
