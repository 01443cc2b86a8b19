import { type Apart, type WeightName, whyNoTerms } from '@carriermesh/contracting-domain';
import { parseMoney } from '@carriermesh/kernel';
import { type Problem, schemaProblems, type UtilisationStep } from '@carriermesh/tariff-v1';
import { type Medium, QUOTE_SCHEMA } from './quote-schema.js';

/** A request for a quote as it is written (docs/quotes.md). Amounts are text in major units. */
export interface QuoteDocument {
  readonly id?: string;
  /** A place as the path search reads it. */
  readonly from: unknown;
  readonly to: unknown;
  readonly mbps: number;
  readonly termMonths: number;
  readonly currency: string;
  readonly sla?: { readonly maxLatencyNs?: number; readonly maxJitterNs?: number; readonly maxLossPpm?: number; readonly maxHandovers?: number };
  readonly media?: readonly Medium[];
  readonly requireProviders?: readonly string[];
  readonly excludeProviders?: readonly string[];
  readonly seller?: string;
  readonly list: { readonly monthly?: string; readonly basePerMbps?: string; readonly perMbpsPerMegameter?: string; readonly distanceM?: number };
  readonly minimumMarginBasisPoints?: number;
  readonly utilisation?: { readonly steps: readonly UtilisationStep[] };
  /** Of links and deliveries, what others have: the rest of what the topology says can be sold. */
  readonly inUse?: readonly { readonly link: string; readonly mbps: number }[];
  readonly buyer?: PairDocument & { readonly floorMonthly?: string };
  readonly suppliers?: readonly SupplierDocument[];
  readonly device?: { readonly codecs?: readonly string[]; readonly resolutions?: readonly string[]; readonly encapsulations?: readonly string[]; readonly media?: readonly Medium[] };
  readonly codecs?: readonly FormatPart[];
  readonly resolutions?: readonly FormatPart[];
  readonly encapsulations?: readonly FormatPart[];
  readonly deliveries?: readonly DeliveryDocument[];
  readonly segmentations?: readonly SegmentationDocument[];
  readonly rejoins?: readonly RejoinDocument[];
  readonly objective?: ObjectiveDocument;
}

export interface PairDocument {
  readonly discountBasisPoints?: number;
  readonly tiers?: readonly { readonly fromMonthly: string; readonly discountBasisPoints: number }[];
  readonly spentMonthly?: string;
}

export interface SupplierDocument extends PairDocument {
  readonly provider: string;
  readonly commitmentMonthly?: string;
}

export interface FormatPart {
  readonly id: string;
  readonly bandwidthPpm: number;
  readonly pricePpm?: number;
  readonly monthly?: string;
  readonly monthlyPerMbps?: string;
  readonly setup?: string;
  readonly addsNs?: number;
}

export interface DeliveryDocument {
  readonly id: string;
  readonly provider: string;
  readonly medium: Medium;
  /** A node, several, or all at a point; the place that the service goes to, where it is not given. */
  readonly at?: unknown;
  readonly mbps: number;
  readonly latencyNs: number;
  readonly perMbps?: string;
  readonly monthly?: string;
  readonly setup?: string;
}

export type SegmentationDocument =
  | { readonly kind: 'whole'; readonly id: string }
  | { readonly kind: 'members'; readonly id: string; readonly members: number; readonly apart?: Apart }
  | { readonly kind: 'classes'; readonly id: string; readonly classes: readonly { readonly name: string; readonly mbps: number; readonly maxLatencyNs?: number }[]; readonly apart?: Apart };

export interface RejoinDocument {
  readonly id: string;
  readonly node?: string;
  readonly maxMembers: number;
  readonly bufferNs: number;
  readonly monthlyPerMember?: string;
  readonly monthlyPerMbps?: string;
  readonly setup?: string;
  readonly addsNs?: number;
}

export interface ObjectiveDocument {
  readonly pricing?: 'list' | 'floor';
  readonly weights?: Readonly<Partial<Record<WeightName, number>>>;
  readonly limits?: {
    readonly minProfit?: string;
    readonly minMarginBasisPoints?: number;
    readonly maxCostRevenueBasisPoints?: number;
    readonly minReturnBasisPoints?: number;
    readonly minVolumeMonthly?: string;
    readonly maxPriceMonthly?: string;
  };
  readonly belowFloor?: boolean;
}

/** More combinations are no question of one quote: each is solved by itself. */
export const MAX_COMBINATIONS = 500;

export type DocumentReading = { readonly document: QuoteDocument } | { readonly problems: readonly Problem[] };

/** Reads a request, with every fault and its place. */
export function readQuoteDocument(json: unknown): DocumentReading {
  const faults = schemaProblems(json, QUOTE_SCHEMA);
  if (faults.length > 0) return { problems: faults };
  const document = json as QuoteDocument;
  const problems = [...doubles(document), ...tierFaults(document), ...stepFaults(document), ...ownFaults(document)];
  return problems.length > 0 ? { problems } : { document };
}

const LISTS = ['suppliers', 'codecs', 'resolutions', 'encapsulations', 'deliveries', 'segmentations', 'rejoins'] as const;

function doubles(document: QuoteDocument): readonly Problem[] {
  return LISTS.flatMap((name) => {
    const ids = (document[name] ?? []).map((entry) => ('provider' in entry && name === 'suppliers' ? entry.provider : (entry as { readonly id: string }).id));
    return ids.flatMap((id, index) => (ids.indexOf(id) < index ? [{ at: `/${name}/${index}`, problem: `is the second one of "${id}"` }] : []));
  });
}

function tierFaults({ buyer, suppliers = [], currency }: QuoteDocument): readonly Problem[] {
  const pairs: readonly (readonly [string, PairDocument])[] = [['/buyer', buyer ?? {}], ...suppliers.map((supplier, index) => [`/suppliers/${index}`, supplier] as const)];
  return pairs.flatMap(([at, { tiers = [] }]) =>
    tiers.flatMap(({ fromMonthly }, index) =>
      index > 0 && inUnits(currency, fromMonthly) <= inUnits(currency, tiers[index - 1]!.fromMonthly) ? [{ at: `${at}/tiers/${index}`, problem: 'does not begin above the tier before it' }] : [],
    ),
  );
}

/** The rule is that of a mesh's seller, and so are its limits. */
function stepFaults({ utilisation, currency }: QuoteDocument): readonly Problem[] {
  const fault = utilisation && whyNoTerms({ terms: { kind: 'utilisation', utilisation } }, currency);
  return fault ? [{ at: `/utilisation/${fault.field.replace(/\[(\d+)\]\./, '/$1/')}`, problem: `is ${fault.value}, outside ${fault.limit}` }] : [];
}

/** What the fields must be to one another. */
function ownFaults(document: QuoteDocument): readonly Problem[] {
  const { mbps, list, segmentations = [], rejoins = [], objective = {} } = document;
  const problems: Problem[] = [];
  segmentations.forEach((each, index) => {
    if (each.kind === 'members' && rejoins.length === 0) problems.push({ at: '/rejoins', problem: `must say where the members of "${each.id}" become one again` });
    if (each.kind !== 'classes') return;
    const sum = each.classes.reduce((total, one) => total + one.mbps, 0);
    if (sum !== mbps) problems.push({ at: `/segmentations/${index}/classes`, problem: `add up to ${sum} Mbit/s, and the order is for ${mbps}` });
  });
  if ((list.monthly === undefined) === (list.basePerMbps === undefined && list.perMbpsPerMegameter === undefined))
    problems.push({ at: '/list', problem: 'must give monthly, or basePerMbps and perMbpsPerMegameter: one of the two' });
  const combinations = count(document);
  if (combinations > MAX_COMBINATIONS) problems.push({ at: '/', problem: `asks for ${combinations} combinations, more than ${MAX_COMBINATIONS}` });
  return [...problems, ...floorFaults(objective)];
}

function count({ codecs, resolutions, encapsulations, deliveries, segmentations = [{ kind: 'whole', id: 'whole' }], rejoins }: QuoteDocument): number {
  const of = (list: readonly unknown[] | undefined): number => list?.length ?? 1;
  const ways = segmentations.reduce((sum, { kind }) => sum + (kind === 'whole' ? of(deliveries) : kind === 'members' ? of(rejoins) : 1), 0);
  return of(codecs) * of(resolutions) * of(encapsulations) * ways;
}

const GROW_WITH_COST = ['profit', 'margin', 'costRevenue', 'return'] as const;
const LIMITS_THAT_GROW = ['minProfit', 'minMarginBasisPoints', 'maxCostRevenueBasisPoints', 'minReturnBasisPoints'] as const;

/** At the floor a seller's profit is a share of its cost: the dearest scenario would win. */
function floorFaults({ pricing, weights = {}, limits = {} }: ObjectiveDocument): readonly Problem[] {
  if (pricing !== 'floor') return [];
  const problem = 'cannot be asked where each scenario is priced at its floor: its profit is a share of its cost, and the dearest would win';
  return [
    ...GROW_WITH_COST.filter((name) => (weights[name] ?? 0) > 0).map((name) => ({ at: `/objective/weights/${name}`, problem })),
    ...LIMITS_THAT_GROW.filter((name) => limits[name] !== undefined).map((name) => ({ at: `/objective/limits/${name}`, problem })),
  ];
}

const inUnits = (currency: string, text: string): bigint => parseMoney(currency, text)?.microMinor ?? 0n;
