import { ApiProperty } from '@nestjs/swagger';
import type { contracting } from '@carriermesh/wire';
import { MoneyBody, moneyBody } from '../http/bodies.js';

export class PriceStepBody {
  @ApiProperty({ description: 'What changed the price: list-price, utilisation, pair-discount and pair-tier.', example: 'utilisation' })
  code!: string;

  @ApiProperty({ description: 'One sentence, with the figures.', example: 'The list price of 1000 Mbit/s over 5570214 m, by the policy standard-v3.' })
  message!: string;

  @ApiProperty({ description: 'For each month, before tax: the price after this step.', type: MoneyBody, example: { amount: '607.02', currency: 'EUR' } })
  monthly!: MoneyBody;
}

/** Nothing where nothing but the list price made the price, so that most answers are as short as they were. */
export const priceStepsBody = (steps: readonly contracting.PriceStep[]): { readonly priceSteps?: readonly PriceStepBody[] } =>
  steps.length === 0 ? {} : { priceSteps: steps.map(({ code, message, monthly }) => ({ code, message, monthly: moneyBody(monthly) })) };
