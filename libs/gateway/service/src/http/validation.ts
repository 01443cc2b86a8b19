import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { invalidRequest, type FieldProblem } from './problem.js';

const MAX_SHOWN_CHARACTERS = 60;
const ABSENT = 'absent: there is no such field';
/** What a quote at a desk knows (docs/quotes.md), and no order: whoever sends it may have read there that it exists. */
const UNDELIVERED: ReadonlySet<string> = new Set(['segmentations', 'rejoins', 'deliveries', 'codecs', 'resolutions', 'encapsulations', 'sla', 'suppliers', 'buyer', 'list']);

/** Lets only those fields in that are described, and names the field, the value and the limit of each that is wrong. */
export const validationPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    // Unless it is told so, the pipe takes the value from an error that has others within, and the field would be called missing.
    validationError: { target: false, value: true },
    exceptionFactory: (errors) => invalidRequest(fieldProblems(errors)),
  });

export function fieldProblems(errors: readonly ValidationError[], within = ''): readonly FieldProblem[] {
  return errors.flatMap((error) => {
    const field = `${within}${shorten(error.property)}`;
    const inner = fieldProblems(error.children ?? [], `${field}.`);
    const isUndelivered = within === '' && UNDELIVERED.has(error.property);
    const limit = limitOf(error.constraints ?? {}, { hasInner: inner.length > 0, isUndelivered });
    return limit === undefined ? inner : [fieldProblem(field, error.value, limit), ...inner];
  });
}

/** Of a field that nobody reads here. */
export const unknownField = (field: string, value: unknown): FieldProblem => fieldProblem(shorten(field), value, ABSENT);

function limitOf({ rule, ...others }: Readonly<Record<string, string>>, { hasInner, isUndelivered }: { readonly hasInner: boolean; readonly isUndelivered: boolean }): string | undefined {
  if (others['whitelistValidation'] !== undefined) return isUndelivered ? 'absent: the mesh delivers no such service; `carriermesh quote` works it out at a desk' : ABSENT;
  // What the validator says by itself of an object that is none, the rule beside it says better.
  return rule ?? (hasInner || Object.keys(others).length === 0 ? undefined : 'a JSON object');
}

function fieldProblem(field: string, value: unknown, limit: string): FieldProblem {
  return value === undefined ? { field, limit } : { field, value: shorten(JSON.stringify(value) ?? String(value)), limit };
}

function shorten(text: string): string {
  return text.length <= MAX_SHOWN_CHARACTERS ? text : `${text.slice(0, MAX_SHOWN_CHARACTERS)}…`;
}
