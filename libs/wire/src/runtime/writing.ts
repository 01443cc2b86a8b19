import { type FieldPath, WireError, invalidField } from '../wire-error.js';

export function list<T>(value: readonly T[], path: FieldPath): readonly T[] {
  if (!Array.isArray(value)) throw invalidField(path, value, 'an array');
  return value;
}

export function checkKind(value: { readonly kind: string }, kinds: readonly string[], path: FieldPath): void {
  if (typeof value !== 'object' || value === null) throw invalidField(path, value, `one of ${kinds.join(', ')}`);
  if (!kinds.includes(value.kind)) throw invalidField(`${path}.kind`, value.kind, `one of ${kinds.join(', ')}`);
}

export function checkMessage(message: unknown, typeName: string): void {
  if (typeof message === 'object' && message !== null) return;
  throw new WireError('invalid', typeName, `${typeName} must be an object, not ${String(message)}`);
}
