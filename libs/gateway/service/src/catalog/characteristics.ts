import { limitsOf, type Limit } from '../http/rules.js';
import { ServiceRequestDto } from '../service-requests/service-request.dto.js';

/** A value that a field of an order may have, or a range of them, as TMF620 says it. */
export interface CharacteristicValue {
  readonly valueType: string;
  readonly value?: unknown;
  readonly valueFrom?: string;
  readonly valueTo?: string;
  readonly unitOfMeasure?: string;
  readonly isDefault?: boolean;
}

/** A field of an order. Its name is where it stands in the body: `from.city` is the field `city` of the object `from`. */
export interface Characteristic {
  readonly name: string;
  readonly description: string;
  readonly valueType: string;
  readonly configurable: true;
  /** 1 where an order without it is refused. */
  readonly minCardinality: number;
  readonly maxCardinality: number;
  readonly productSpecCharacteristicValue?: readonly CharacteristicValue[];
}

interface Property {
  readonly description?: string;
  readonly type?: string;
  readonly default?: unknown;
  readonly maxItems?: number;
}

/** `components.schemas` of the API's own description. */
export type Schemas = Readonly<Record<string, { readonly properties?: Readonly<Record<string, Property>>; readonly required?: readonly string[] }>>;

/** Units stand last in the names of fields. */
const UNITS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/mbps$/i, 'Mbit/s'],
  [/Ms$/, 'ms'],
  [/Km$/, 'km'],
  [/Seconds$/, 's'],
  [/Months$/, 'month'],
  [/BasisPoints$/, '1/10000'],
  [/^(latitude|longitude)$/, 'degree'],
];

/** Every field of an order, with the limits that orders are held against: they are read from the rules themselves. */
export const orderCharacteristics = (schemas: Schemas): readonly Characteristic[] => fieldsOf(ServiceRequestDto, schemas, '');

function fieldsOf(dto: new () => object, schemas: Schemas, within: string): readonly Characteristic[] {
  const { properties = {}, required = [] } = schemas[dto.name] ?? {};
  const limits = limitsOf(dto.prototype as object);
  return Object.entries(properties).flatMap(([key, property]) => {
    const name = `${within}${key}`;
    const nested = Reflect.getMetadata('design:type', dto.prototype as object, key) as new () => object;
    const isObject = schemas[nested?.name] !== undefined;
    const valueType = isObject ? 'object' : (property.type ?? 'string');
    const own = characteristic({ name, valueType, isRequired: required.includes(key), limit: limits?.get(key), property });
    return isObject ? [own, ...fieldsOf(nested, schemas, `${name}.`)] : [own];
  });
}

interface Field {
  readonly name: string;
  readonly valueType: string;
  readonly isRequired: boolean;
  readonly limit: Limit | undefined;
  readonly property: Property;
}

function characteristic({ name, valueType, isRequired, limit, property }: Field): Characteristic {
  const values = valuesOf(name, valueType === 'array' ? 'string' : valueType, limit, property.default);
  return {
    name,
    description: [property.description, ...(limit ? [`It has to be ${limit.words}.`] : [])].join(' '),
    valueType,
    configurable: true,
    minCardinality: isRequired ? 1 : 0,
    maxCardinality: valueType === 'array' ? (property.maxItems ?? limit?.values?.length ?? 1) : 1,
    ...(values.length > 0 && { productSpecCharacteristicValue: values }),
  };
}

function valuesOf(name: string, valueType: string, limit: Limit | undefined, standard: unknown): readonly CharacteristicValue[] {
  const isDefault = { isDefault: true };
  if (limit?.values) return limit.values.map((value) => ({ valueType, value, ...(value === standard && isDefault) }));
  const unitOfMeasure = UNITS.find(([ending]) => ending.test(name.split('.').at(-1)!))?.[1];
  const range = limit?.range && { valueType, valueFrom: limit.range.least, valueTo: limit.range.most, ...(unitOfMeasure && { unitOfMeasure }) };
  return [...(range ? [range] : []), ...(standard === undefined ? [] : [{ valueType, value: standard, ...isDefault }])];
}

/** A field that may only have these values; one of them alone has to be sent. */
export function held(field: Characteristic, values: readonly unknown[]): Characteristic {
  const { valueType } = field;
  const only = values.length === 1 && valueType !== 'array' && { minCardinality: 1 };
  return { ...field, ...only, productSpecCharacteristicValue: values.map((value) => ({ valueType: valueType === 'array' ? 'string' : valueType, value, ...(only && { isDefault: true }) })) };
}
