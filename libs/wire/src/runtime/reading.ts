import { type FieldPath, malformedField } from '../wire-error.js';

/**
 * Refuses a second occurrence of a field that holds a message. Protobuf would merge the two, which no honest encoder relies
 * on, which two readers of one signed message may do differently, and which costs quadratic time when there are many.
 */
export function twice(path: FieldPath): never {
  throw malformedField(path, 'occurs twice');
}

export function missing(path: FieldPath): never {
  throw malformedField(path, 'is required and missing');
}
