import { BuyerApi, type ApiAnswer } from './buyer-api.js';
import { readToken } from './mesh-keys.js';
import { tellProblem } from './order.command.js';
import { withRunningMesh } from './running-mesh.js';
import { EXIT } from './say.js';

interface Flags {
  readonly home?: string;
  readonly json?: boolean;
}

/** What these commands read of the catalog (TMF620). */
interface Offering {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly place: readonly { readonly name: string }[];
  readonly placeCount: number;
  readonly asOf: { readonly topologyRevision: string; readonly policyId: string };
  readonly productSpecification: { readonly href: string };
  readonly productOfferingTerm: readonly (Described & { readonly duration?: { readonly amount: number; readonly units: string } })[];
  readonly reconciliationRule: readonly Described[];
}

interface Described {
  readonly name: string;
  readonly description: string;
}

export interface Field extends Described {
  readonly minCardinality: number;
  readonly productSpecCharacteristicValue?: readonly { readonly value?: unknown; readonly valueFrom?: string; readonly valueTo?: string; readonly unitOfMeasure?: string; readonly isDefault?: boolean }[];
}

export interface Price extends Described {
  readonly id: string;
  readonly unitOfMeasure?: { readonly amount: number; readonly units: string };
  readonly price?: { readonly unit: string; readonly value: number };
  readonly percentage?: number;
  readonly pricingLogicAlgorithm: readonly Described[];
}

const ROOT = '/tmf-api/productCatalogManagement/v4';

/** What the demonstration's buyer may order. */
export function listCatalogCommand(flags: Flags): Promise<number> {
  return withCatalog(flags, async (get) => {
    const offerings = await get<readonly Offering[]>(`${ROOT}/productOffering`);
    return { json: offerings, text: offerings.map(offeringLine).join('') || 'Nothing is offered to this buyer.\n' };
  });
}

/** One offering with all that can be ordered of it, how its price comes about, and by what rules it is billed. */
export function showCatalogCommand(id: string, flags: Flags): Promise<number> {
  return withCatalog(flags, async (get) => {
    const offering = await get<Offering>(`${ROOT}/productOffering/${encodeURIComponent(id)}`);
    const specification = await get<{ readonly productSpecCharacteristic: readonly Field[] }>(offering.productSpecification.href);
    const prices = await get<readonly Price[]>(`${ROOT}/productOfferingPrice`);
    return { json: { offering, specification, prices }, text: offeringText(offering, specification.productSpecCharacteristic, prices) };
  }, `There is no "${id}" in this buyer’s catalog; "carriermesh catalog list" says what there is.`);
}

class Problem extends Error {
  constructor(readonly answer: Extract<ApiAnswer, { ok: false }>) {
    super(answer.problem.title);
  }
}

type Get = <T>(path: string) => Promise<T>;

async function withCatalog({ home, json }: Flags, read: (get: Get) => Promise<{ readonly json: unknown; readonly text: string }>, unknown?: string): Promise<number> {
  return withRunningMesh(home, async ({ home: directory, apiUrl }) => {
    const api = new BuyerApi(apiUrl, readToken(directory));
    try {
      const found = await read(async <T>(path: string) => {
        const answer = await api.get(path);
        if (!answer.ok) throw new Problem(answer);
        return answer.body as T;
      });
      process.stdout.write(json ? `${JSON.stringify(found.json)}\n` : found.text);
      return EXIT.done;
    } catch (error) {
      if (error instanceof Problem) return tellProblem(error.answer.problem, json, unknown);
      throw error;
    }
  });
}

const offeringLine = ({ id, name, version, placeCount, asOf }: Offering): string =>
  `${id.padEnd(32)} ${name}, ${placeCount} places, version ${version} as of revision ${asOf.topologyRevision}, policy ${asOf.policyId}\n`;

function offeringText(offering: Offering, fields: readonly Field[], prices: readonly Price[]): string {
  const { place, placeCount, productOfferingTerm, reconciliationRule } = offering;
  const rules = new Map(prices.flatMap(({ pricingLogicAlgorithm }) => pricingLogicAlgorithm).map((rule) => [rule.name, rule]));
  return [
    offeringLine(offering),
    `from and to: ${place.map(({ name }) => name).join('; ')}${placeCount > place.length ? `, and ${placeCount - place.length} more` : ''}\n`,
    section('What an order may say', fields.map(fieldLine)),
    section('How its price comes about', prices.map(priceLine)),
    section('What it is contracted by', productOfferingTerm.map((term) => described({ ...term, name: term.duration ? `${term.name} ${term.duration.amount} ${term.duration.units}` : term.name }))),
    section('What it is billed by', [...rules.values()].map(described)),
    section('What both sides are reconciled by', reconciliationRule.map(described)),
  ].join('');
}

const section = (title: string, lines: readonly string[]): string => `\n${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
const described = ({ name, description }: Described): string => `${name.padEnd(20)} ${description}`;

export function fieldLine({ name, description, minCardinality, productSpecCharacteristicValue = [] }: Field): string {
  const values = productSpecCharacteristicValue.map(({ value, valueFrom, valueTo, unitOfMeasure, isDefault }) =>
    valueFrom === undefined ? `${String(value)}${isDefault ? ' (default)' : ''}` : `${valueFrom} to ${valueTo}${unitOfMeasure ? ` ${unitOfMeasure}` : ''}`);
  return `${`${name}${minCardinality > 0 ? ' *' : ''}`.padEnd(29)} ` + (values.length > 0 ? `[${values.join(', ')}] ` : '') + description;
}

export function priceLine({ id, description, price, percentage, unitOfMeasure }: Price): string {
  const per = unitOfMeasure ? ` for ${unitOfMeasure.amount} ${unitOfMeasure.units}` : '';
  const figure = [...(price ? [`${price.value} ${price.unit}${per}`] : []), ...(percentage === undefined ? [] : [`${percentage} %`])].join(', ');
  return `${id.padEnd(24)} ${figure === '' ? '' : `${figure}: `}${description}`;
}
