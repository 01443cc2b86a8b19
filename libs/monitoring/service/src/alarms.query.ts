import { Inject, Injectable } from '@nestjs/common';
import type { CallContext } from '@carriermesh/platform-bus';
import { Handles, type Call, type Handler } from '@carriermesh/platform-chassis';
import { OperationalError } from '@carriermesh/platform-errors';
import { monitoring } from '@carriermesh/wire';
import { AlarmsView } from './alarms.view.js';

const MAX_LISTED = 1_000;
const MAX_SHOWN_CHARACTERS = 100;

@Injectable()
@Handles(monitoring.ListAlarms)
export class ListAlarmsHandler implements Handler<monitoring.ListAlarmsRequest, monitoring.ListAlarmsResponse> {
  constructor(@Inject(AlarmsView) private readonly alarms: AlarmsView) {}

  async execute({ body: { buyerId, limit, ...filter }, context }: Call<monitoring.ListAlarmsRequest>): Promise<monitoring.ListAlarmsResponse> {
    return { alarms: await this.alarms.list({ ...filter, ...askerOf(buyerId, context), limit: Math.min(Math.max(limit, 1), MAX_LISTED) }) };
  }
}

@Injectable()
@Handles(monitoring.GetAlarm)
export class GetAlarmHandler implements Handler<monitoring.GetAlarmRequest, monitoring.GetAlarmResponse> {
  constructor(@Inject(AlarmsView) private readonly alarms: AlarmsView) {}

  async execute({ body: { buyerId, alarmId }, context }: Call<monitoring.GetAlarmRequest>): Promise<monitoring.GetAlarmResponse> {
    const asker = askerOf(buyerId, context);
    const alarm = await this.alarms.find(alarmId, asker.buyerId);
    if (alarm) return { outcome: { kind: 'alarm', alarm } };
    const shown = alarmId.slice(0, MAX_SHOWN_CHARACTERS);
    return { outcome: { kind: 'refused', refused: { code: 'alarm-unknown', message: `There is no alarm "${shown}".`, facts: { alarm_id: shown } } } };
  }
}

/**
 * The operator sees all, or what a buyer sees; a buyer sees its own (I10).
 * @throws OperationalError `denied`
 */
export function askerOf(buyerId: string, { actor }: CallContext): { readonly buyerId?: string } {
  if (actor === 'operator') return buyerId === '' ? {} : { buyerId };
  if (buyerId === '' || actor !== `buyer:${buyerId}`) throw new OperationalError('denied', `${actor} may not read what is another party’s`);
  return { buyerId };
}
