import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TrialGateway } from '../testing/trial-gateway.js';

let trial: TrialGateway;
let contractId: string;
beforeAll(async () => {
  trial = await TrialGateway.start();
  ({ contractId } = (await trial.order('acme', {}, '?wait=30')).json);
}, 60_000);
afterAll(() => trial.stop(), 30_000);

describe('S2-14 /v1/alarms', () => {
  it('lists alarms in the attributes of TMF642, and shows the same one by its id', async () => {
    const uuid = contractId.slice('con_'.length);
    const { status, json } = await trial.ask('/v1/alarms?state=cleared&limit=5', { as: 'acme' });
    expect([status, json.alarms]).toEqual([200, [{
      '@type': 'Alarm', id: `alm_${uuid}-1-1`, href: `/v1/alarms/alm_${uuid}-1-1`, state: 'cleared',
      alarmType: 'qualityOfServiceAlarm', probableCause: 'responseTimeExcessive', perceivedSeverity: 'major',
      specificProblem: 'It took 9.100 ms one way; 7.200 ms were promised at most, with all variation.',
      alarmedObjectType: 'segment', alarmedObject: { id: `seg_${uuid}-1` }, affectedService: [{ id: `ord_${uuid}`, contractId }], sourceSystemId: 'NetAlpha',
      crossedThresholdInformation: { indicatorName: 'oneWayFrameDelay', indicatorUnit: 'ns', observedValue: '9100000', threshold: '7200000', direction: 'up' },
      alarmRaisedTime: '1970-01-01T00:00:01Z', alarmReportingTime: '1970-01-01T00:01:31Z', alarmClearedTime: '1970-01-01T00:06:40Z',
    }]]);
    expect((await trial.ask(json.alarms[0].href, { as: 'acme' })).json).toEqual(json.alarms[0]);
    expect((await trial.ask('/v1/alarms?state=raised', { as: 'acme' })).json).toEqual({ alarms: [] });
  });

  it.each([
    ['state=open', 'state', 'one of "raised", "cleared"'],
    ['serviceId=a.b', 'serviceId', 'an id of 1 to 64 letters, digits, "_" and "-"'],
    ['limit=1001', 'limit', 'a whole number from 1 to 1000'],
    ['severity=major', 'severity', 'absent: there is no such field'],
  ])('refuses ?%s, naming the field and its limit', async (query, field, limit) => {
    const { status, json } = await trial.ask(`/v1/alarms?${query}`, { as: 'acme' });
    expect([status, json.errors]).toEqual([400, [expect.objectContaining({ field, limit })]]);
  });
});

describe('S2-14 /v1/contracts/{contractId}/service-level', () => {
  it('tells what was measured beside what was promised, and what is not known is absent', async () => {
    const { status, json } = await trial.ask(`/v1/contracts/${contractId}/service-level?month=1970-01`, { as: 'acme' });
    const figures = { measuredIntervals: 60, unavailableIntervals: 0, highLossIntervals: 1, delays: '1200', delayP50Ns: '5', delayP95Ns: '6', delayP99Ns: '7', delayP999Ns: '8' };
    const clauses = [
      { indicatorName: 'availability', indicatorUnit: 'ppm', promised: '999000', observed: '1000000', verdict: 'met' },
      { indicatorName: 'interFrameDelayVariation', indicatorUnit: 'ns', promised: '1', verdict: 'not-measured' },
    ];
    expect(status).toBe(200);
    expect(json).toEqual({
      contractId, from: '1970-01-01T00:00:00Z', until: '1970-02-01T00:00:00Z', figures, clauses,
      segments: [{ segmentId: `seg_${contractId.slice('con_'.length)}-1`, providerId: 'NetAlpha', route: 0, figures, clauses }],
    });
  });

  it('refuses a month that is none', async () => {
    for (const month of ['2026-13', '2026', 'now']) {
      const { status, json } = await trial.ask(`/v1/contracts/${contractId}/service-level?month=${month}`, { as: 'acme' });
      expect([status, json.errors]).toEqual([400, [{ field: 'month', value: JSON.stringify(month), limit: 'a month such as 2026-11' }]]);
    }
  });
});
