import { Injectable } from '@nestjs/common';
import { Handles, type Handler } from '@carriermesh/platform-chassis';
import { billing } from '@carriermesh/wire';
import { RATING_RULES } from './rating-rules.js';

/** For whoever asks: they say nothing of anybody's business. */
@Injectable()
@Handles(billing.ListRatingRules)
export class ListRatingRulesHandler implements Handler<billing.ListRatingRulesRequest, billing.ListRatingRulesResponse> {
  async execute(): Promise<billing.ListRatingRulesResponse> {
    return { rules: RATING_RULES };
  }
}
