import { isPrintable, isRequestId, MAX_REQUEST_ID_CHARACTERS } from '@carriermesh/kernel';
import { ValidateBy, ValidateIf } from 'class-validator';
import { formatScaled, scaledDecimal } from './decimals.js';

/** What a field has to be, for those who would rather know it before they ask. */
export interface Limit {
  /** Completes the sentence "it has to be …". */
  readonly words: string;
  /** As decimals: the least and the most that there may be. */
  readonly range?: { readonly least: string; readonly most: string };
  /** Nothing else. */
  readonly values?: readonly string[];
}

const LIMITS = Symbol('limits');

/**
 * A field's rule in one piece: what it has to be, in words that complete the sentence "it has to be …", and whether it is.
 * @param holds gets the value and the whole object
 * @param bounds what the words say, for programs
 */
export const Rule = (words: string, holds: (value: unknown, owner: object) => boolean, bounds: Omit<Limit, 'words'> = {}): PropertyDecorator => (target, key) => {
  const validator = { validate: (value: unknown, args?: { readonly object: object }) => holds(value, args?.object ?? {}), defaultMessage: () => words };
  ValidateBy({ name: 'rule', validator })(target, key);
  const known = limitsOf(target) ?? new Map<string, Limit>();
  Reflect.defineMetadata(LIMITS, new Map(known).set(String(key), { words, ...bounds }), target);
};

/** The limits of a class's fields, by its prototype; of one without rules, `undefined`. */
export const limitsOf = (prototype: object): ReadonlyMap<string, Limit> | undefined => Reflect.getMetadata(LIMITS, prototype) as ReadonlyMap<string, Limit> | undefined;

/** The field may be left out; null is a value, and a wrong one. */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

interface Range {
  readonly least: number;
  readonly most: number;
}

export const WholeNumber = ({ least, most }: Range): PropertyDecorator =>
  Rule(`a whole number from ${least} to ${most}`, (value) => Number.isInteger(value) && isWithin(value as number, { least, most }), rangeOf(String(least), String(most)));

/** A whole number in a query string, where everything is text. */
export const WholeNumberText = ({ least, most }: Range): PropertyDecorator =>
  Rule(
    `a whole number from ${least} to ${most}`,
    (value) => typeof value === 'string' && /^\d{1,9}$/.test(value) && isWithin(Number(value), { least, most }),
  );

/** @param least,most in units of 10^-digits */
export const Decimal = ({ digits, least, most }: { readonly digits: number; readonly least: bigint; readonly most: bigint }): PropertyDecorator =>
  Rule(`a decimal from ${formatScaled(least, digits)} to ${formatScaled(most, digits)} with at most ${digits} decimals`, (value) => {
    const scaled = scaledDecimal(value, digits);
    return scaled !== undefined && scaled >= least && scaled <= most;
  }, rangeOf(formatScaled(least, digits), formatScaled(most, digits)));

export const OneOf = (names: readonly string[]): PropertyDecorator =>
  Rule(`one of ${names.map((name) => `"${name}"`).join(', ')}`, (value) => typeof value === 'string' && names.includes(value), { values: names });

export const RequestId = (): PropertyDecorator =>
  Rule(`a text of 1 to ${MAX_REQUEST_ID_CHARACTERS} visible ASCII characters without spaces`, (value) => typeof value === 'string' && isRequestId(value));

export const PrintableText = (mostCharacters: number): PropertyDecorator =>
  Rule(`a text of 1 to ${mostCharacters} printable characters`, (value) => typeof value === 'string' && isPrintable(value, mostCharacters));

const isWithin = (value: number, { least, most }: Range): boolean => value >= least && value <= most;
const rangeOf = (least: string, most: string): Pick<Limit, 'range'> => ({ range: { least, most } });
