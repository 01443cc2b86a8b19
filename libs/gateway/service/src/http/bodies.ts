import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { formatInstant, formatMoney, type Instant, type Money } from '@carriermesh/kernel';
import type { common } from '@carriermesh/wire';

/* What several answers have in common. A class is the description of a JSON object; a function makes one of the mesh's own. */

export class MoneyBody {
  @ApiProperty({ description: 'Major units, as decimal text: an amount is never a floating point number.', example: '1234.50' })
  amount!: string;

  @ApiProperty({ description: 'ISO 4217.', example: 'EUR' })
  currency!: string;
}

export class RefusalBody {
  @ApiProperty({ description: 'For programs: it never changes its meaning.', example: 'latency-too-high' })
  code!: string;

  @ApiProperty({
    description: 'One sentence with the value and the limit in it.',
    example: 'The least latency that can be sold, 71.5 ms, is above the limit of 60 ms.',
  })
  message!: string;

  @ApiProperty({
    description: 'The figures of the message in base units, with the unit in the name.',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { limit_latency_ns: '60000000', best_latency_ns: '71500000' },
  })
  facts!: Readonly<Record<string, string>>;
}

export class FieldProblemBody {
  @ApiProperty({ description: 'Where the field stands in the request.', example: 'from.latitude' })
  field!: string;

  @ApiPropertyOptional({ description: 'What was sent, shortened; absent when nothing was.', example: '95' })
  value?: string;

  @ApiProperty({ description: 'What it has to be.', example: 'a decimal from -90 to 90 with at most 6 decimals' })
  limit!: string;
}

export class ProblemBody {
  @ApiProperty({ description: 'Names the kind of problem.', example: 'urn:problem-type:carriermesh:request-id-reused' })
  type!: string;

  @ApiProperty({ description: 'The kind in words.', example: 'Conflict' })
  title!: string;

  @ApiProperty({ description: 'The status of the answer.', example: 409 })
  status!: number;

  @ApiProperty({ description: 'For programs: it never changes its meaning.', example: 'request-id-reused' })
  code!: string;

  @ApiProperty({ description: 'What is wrong here, in words.', example: 'The request "2026-0001" was made before with other terms.' })
  detail!: string;

  @ApiPropertyOptional({
    description: 'Of a refusal: its figures in base units.',
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { order_id: 'ord_0b5c1f6e-4f5a-8d2b-9c3e-1a2b3c4d5e6f' },
  })
  facts?: Readonly<Record<string, string>>;

  @ApiPropertyOptional({
    description: 'Of an invalid request: each wrong field.',
    type: [FieldProblemBody],
    example: [{ field: 'mbps', value: '0', limit: 'a whole number from 1 to 1000000' }],
  })
  errors?: readonly FieldProblemBody[];
}

export const moneyBody = (amount: Money): MoneyBody => ({ amount: formatMoney(amount), currency: amount.currency });
export const refusalBody = ({ code, message, facts }: common.Refusal): RefusalBody => ({ code, message, facts });
export const timeBody = (at: Instant): string => formatInstant(at);

/** An entry of an object for a value that may be absent: JSON knows no `undefined`, and a null would be a value. */
export function entry<K extends string, T, B>(key: K, value: T | undefined, body: (value: T) => B): { readonly [P in K]?: B } {
  return value === undefined ? {} : ({ [key]: body(value) } as { readonly [P in K]: B });
}
