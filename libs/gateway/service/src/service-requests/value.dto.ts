import { MAX_WEIGHT } from '@carriermesh/kernel';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { MayBeAbsent, Rule, WholeNumber } from '../http/rules.js';

const WEIGHT = { least: 0, most: MAX_WEIGHT };
/** In a currency with cents: at most twelve digits before the point and eight after it fit 64 bits. */
const isProfit = (value: unknown): boolean => typeof value === 'string' && /^\d{1,9}(\.\d{1,6})?$/.test(value);

const Weight = (description: string): PropertyDecorator => (target, key) => {
  MayBeAbsent()(target, key);
  WholeNumber(WEIGHT)(target, key);
  ApiPropertyOptional({ description, type: 'integer', minimum: 0, maximum: MAX_WEIGHT, default: 0, example: 1 })(target, key);
};

const Ratio = (description: string): PropertyDecorator => (target, key) => {
  MayBeAbsent()(target, key);
  WholeNumber(WEIGHT)(target, key);
  ApiPropertyOptional({ description, type: 'integer', minimum: 0, maximum: MAX_WEIGHT, example: 1500 })(target, key);
};

/** A weighted objective: what is worth most wins, among what keeps the limits. */
export class ValueDto {
  @Weight('The weight of the profit over the term, over the list price.')
  profit?: number;

  @Weight('The weight of the profit over the revenue.')
  margin?: number;

  @Weight('The weight of the cost over the revenue; less is better.')
  costRevenue?: number;

  @Weight('The weight of the profit over what is laid out before the first bill.')
  returnOnOutlay?: number;

  @Weight('The weight of each 100 ms of latency; less is better.')
  latency?: number;

  @Weight('The weight of what it uses up of the seller’s open commitments with suppliers, over the list price.')
  volume?: number;

  @MayBeAbsent()
  @Rule('decimal text of at most 9 digits before and 6 after the point', isProfit)
  @ApiPropertyOptional({ description: 'Nothing is sold that leaves less over the term, in major units as text.', type: String, example: '500.00' })
  minProfit?: string;

  @MayBeAbsent()
  @Rule('decimal text of at most 9 digits before and 6 after the point', isProfit)
  @ApiPropertyOptional({ description: 'Nothing is sold that uses up less of the seller’s open commitments with suppliers each month, in major units as text.', type: String, example: '100.00' })
  minVolumeMonthly?: string;

  @Ratio('Nothing is sold that leaves less of its revenue, in basis points.')
  minMarginBasisPoints?: number;

  @Ratio('Nothing is sold that costs more of its revenue, in basis points.')
  maxCostRevenueBasisPoints?: number;

  @Ratio('Nothing is sold that leaves less of what is laid out, in basis points.')
  minReturnBasisPoints?: number;
}
