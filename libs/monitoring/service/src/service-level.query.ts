import { Inject, Injectable } from '@nestjs/common';
import { addMonths, formatInstant, parseInstant, type Instant, type Period } from '@carriermesh/kernel';
import { CLOCK, Handles, type Call, type Clock, type Handler } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { monitoring } from '@carriermesh/wire';
import { serviceLevelReport } from '@carriermesh/monitoring-domain';
import { askerOf } from './alarms.query.js';
import { ServiceLevelsView } from './service-levels.view.js';

const MAX_SHOWN_CHARACTERS = 100;

@Injectable()
@Handles(monitoring.GetServiceLevel)
export class GetServiceLevelHandler implements Handler<monitoring.GetServiceLevelRequest, monitoring.GetServiceLevelResponse> {
  constructor(
    @Inject(ServiceLevelsView) private readonly levels: ServiceLevelsView,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws OperationalError `malformed` when the month is none */
  async execute({ body: { buyerId, serviceId, month }, context }: Call<monitoring.GetServiceLevelRequest>): Promise<monitoring.GetServiceLevelResponse> {
    const asker = askerOf(buyerId, context);
    const { from, until } = monthOf(month, this.clock.now());
    const promise = await this.levels.promiseOf(serviceId);
    // Another buyer's service is answered as unknown: that it exists is nobody's business either (I10).
    if (!promise || (asker.buyerId !== undefined && asker.buyerId !== promise.buyerId)) {
      const shown = serviceId.slice(0, MAX_SHOWN_CHARACTERS);
      return { outcome: { kind: 'refused', refused: { code: 'service-unknown', message: `There is no service "${shown}".`, facts: { service_id: shown } } } };
    }
    const slices = await this.levels.slices(promise.segments.map(({ segmentId }) => segmentId), { from, until });
    return { outcome: { kind: 'report', report: serviceLevelReport({ promise, from, until, slices }) } };
  }
}

function monthOf(month: string, now: Instant): Period {
  const from = parseInstant(`${month === '' ? formatInstant(now).slice(0, 'yyyy-mm'.length) : month}-01T00:00:00Z`);
  if (from === undefined) throw new OperationalError('malformed', `a month is like 2026-11, not "${month.slice(0, MAX_SHOWN_CHARACTERS)}"`);
  return { from, until: addMonths(from, 1) };
}
