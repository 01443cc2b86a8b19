import { formatInstant } from '@carriermesh/kernel';
import { OperationalError } from '@carriermesh/platform-errors';
import { monitoring } from '@carriermesh/wire';
import { OPERATOR } from './advertising-progress.js';
import { withMeshAsOf, type AskingFlags } from './mesh-as-of.js';
import { EXIT, tellRefusal } from './say.js';

export interface AlarmFlags extends AskingFlags {
  readonly state?: string;
  readonly service?: string;
  readonly provider?: string;
  readonly segment?: string;
  readonly limit: string;
}

const STATES: readonly string[] = monitoring.AlarmState.names.filter((name) => name !== 'unspecified');

export async function listAlarmsCommand(flags: AlarmFlags): Promise<number> {
  const question = questionOf(flags);
  return withMeshAsOf(flags, async ({ bus }) => {
    const answer = await bus.request(monitoring.ListAlarms, question, { context: OPERATOR });
    const text = answer.alarms.map(lineOf).join('') || 'There are no such alarms.\n';
    process.stdout.write(flags.json ? `${JSON.stringify(monitoring.ListAlarmsResponse.toJson(answer))}\n` : text);
    return EXIT.done;
  });
}

export async function showAlarmCommand(alarmId: string, flags: AskingFlags): Promise<number> {
  return withMeshAsOf(flags, async ({ bus }) => {
    const { outcome } = await bus.request(monitoring.GetAlarm, { buyerId: '', alarmId }, { context: OPERATOR });
    if (outcome.kind === 'refused') return tellRefusal(outcome.refused, flags.json);
    process.stdout.write(flags.json ? `${JSON.stringify(monitoring.Alarm.toJson(outcome.alarm))}\n` : alarmText(outcome.alarm));
    return EXIT.done;
  });
}

/** @throws OperationalError `malformed` naming the flag */
export function questionOf({ state = 'unspecified', service = '', provider = '', segment = '', limit }: Omit<AlarmFlags, keyof AskingFlags>): monitoring.ListAlarmsRequest {
  if (state !== 'unspecified' && !STATES.includes(state)) throw new OperationalError('malformed', `--state is ${STATES.join(' or ')}, not "${state}"`);
  if (!/^[1-9]\d{0,2}$|^1000$/.test(limit)) throw new OperationalError('malformed', `--limit is a number from 1 to 1000, not "${limit}"`);
  return { buyerId: '', state: state as monitoring.AlarmState, serviceId: service, providerId: provider, segmentId: segment, limit: Number(limit) };
}

const objectOf = ({ segmentId, contractId, providerId }: monitoring.Alarm): string => (segmentId !== '' ? `${segmentId} of ${providerId}` : contractId !== '' ? contractId : `the agent of ${providerId}`);

function lineOf(alarm: monitoring.Alarm): string {
  const { alarmId, state, perceivedSeverity, probableCause, raisedAt, needsOperator, specificProblem } = alarm;
  const waits = needsOperator && state === 'raised' ? '  needs an operator' : '';
  return `${alarmId}  ${state}  ${perceivedSeverity}  ${probableCause}  ${formatInstant(raisedAt)}${waits}\n    ${objectOf(alarm)}: ${specificProblem}\n`;
}

/** What became of what was wrong: that an alarm is over does not mean that the segment is well. */
const CLEARANCES: Readonly<Record<monitoring.ClearanceReason, string>> = {
  unspecified: 'no reason given',
  'measured-well': 'measured well again',
  released: 'the segment was released, and carries nothing any more (carriermesh contract show says what the service runs on)',
  'taken-care-of': 'the service is well, is being moved again, or has ended',
  'heard-again': 'the provider’s agent is heard again',
  suspended: 'the service was suspended or resumed, and is judged anew when it carries',
};

const unitOf = ({ indicator }: monitoring.CrossedThreshold): string => indicator.slice(indicator.lastIndexOf('-') + 1);

export function alarmText(alarm: monitoring.Alarm): string {
  const { alarmId, state, alarmType, perceivedSeverity, probableCause, specificProblem, orderId, contractId, buyerId, resourceIds, crossed, impairedSince, raisedAt, clearedAt, clearance, needsOperator } = alarm;
  return [
    `${alarmId}: ${state}, ${perceivedSeverity}`,
    `  ${alarmType}, ${probableCause}: ${specificProblem}`,
    `  ${objectOf(alarm)}${contractId === '' ? '' : `; contract ${contractId}, order ${orderId} of ${buyerId}`}`,
    ...(resourceIds.length > 0 ? [`  over ${resourceIds.join(', ')}`] : []),
    ...(crossed ? [`  measured ${crossed.observed} ${unitOf(crossed)}, promised at most ${crossed.threshold} ${unitOf(crossed)}`] : []),
    `  raised ${formatInstant(raisedAt)}${impairedSince === undefined ? '' : `, impaired since ${formatInstant(impairedSince)}`}`,
    ...(clearedAt === undefined ? [] : [`  cleared ${formatInstant(clearedAt)}: ${CLEARANCES[clearance]}`]),
    ...(needsOperator && clearedAt === undefined ? ['  Nothing goes on by itself: an operator has to look.'] : []),
    '',
  ].join('\n');
}
