import { OperationalError } from '@carriermesh/platform-errors';
import { FAILPOINTS, type Failpoint, type FailpointName } from './failpoints.js';

export const FAILPOINT_VARIABLE = 'CARRIERMESH_FAILPOINT';
/** What the variable may hold, for people. */
export const FAILPOINT_FORM = '[<process>:]<name>[=kill|pause|error][@n]';
/** Begins the path of a file that says which, while the processes run: `@/tmp/trial/failpoint`. */
const OF_FILE = '@';

/** `kill`: SIGKILL to itself. `pause`: SIGSTOP to itself, until somebody sends SIGCONT. `error`: as if something were away for a moment. */
const ACTIONS = ['kill', 'pause', 'error'] as const;
export type FailpointAction = (typeof ACTIONS)[number];

/** More passings than any process lives to see. */
const MAX_PASSINGS = 1_000_000_000;
const SETTING = /^(?:([a-z-]+):)?([a-z-]+)(?:=([a-z]+))?(?:@(\d{1,10}))?$/;

/** One failpoint, switched on. */
export interface FailpointSetting {
  readonly name: FailpointName;
  readonly action: FailpointAction;
  /** It acts at this passing of a process's life, counted from 1, and at no other. */
  readonly passing: number;
  /** The one process that is meant; absent: every process that passes it. */
  readonly process?: string;
}

/** @throws OperationalError `misconfigured`, with the value and the valid forms */
export function parseFailpoint(value: string): FailpointSetting {
  const wrong = (why: string): OperationalError =>
    new OperationalError('misconfigured', `${FAILPOINT_VARIABLE} is "${value.slice(0, 120)}": ${why}; its form is ${FAILPOINT_FORM}, and "carriermesh failpoints" lists the names`);
  const parts = SETTING.exec(value);
  if (!parts) throw wrong('it does not have the form of a failpoint');
  const [, process, name = '', action = 'kill', passing = '1'] = parts;
  if (!isName(name)) throw wrong(`there is no failpoint "${name}"`);
  if (!isAction(action)) throw wrong(`a failpoint can ${ACTIONS.join(', ')}, not "${action}"`);
  const { processes, canFail }: Failpoint = FAILPOINTS[name];
  if (action === 'error' && !canFail) throw wrong(`no error can be thrown at ${name}`);
  if (process !== undefined && ![...processes, 'mesh'].includes(process)) throw wrong(`${name} is passed by ${processes.join(', ')}, not by "${process}"`);
  if (Number(passing) < 1 || Number(passing) > MAX_PASSINGS) throw wrong(`passings are counted from 1 to ${MAX_PASSINGS}`);
  return { name, action, passing: Number(passing), ...(process === undefined ? {} : { process }) };
}

/** The file that says which failpoint is on, where the variable names none itself. */
export const failpointFileOf = (value: string): string | undefined => (value.startsWith(OF_FILE) ? value.slice(OF_FILE.length) : undefined);

/** What an environment switches on. @throws OperationalError `misconfigured` as `parseFailpoint` */
export function failpointIn(env: Readonly<Record<string, string | undefined>>): FailpointSetting | undefined {
  const value = env[FAILPOINT_VARIABLE];
  return value ? parseFailpoint(value) : undefined;
}

/** Whether a process of this name is meant. `mesh` runs every service in one process. */
export function concerns({ name, process }: FailpointSetting, processName: string): boolean {
  const { processes }: Failpoint = FAILPOINTS[name];
  return process === undefined ? processName === 'mesh' || processes.some((each) => each === processName) : process === processName;
}

const isName = (text: string): text is FailpointName => Object.hasOwn(FAILPOINTS, text);
const isAction = (text: string): text is FailpointAction => (ACTIONS as readonly string[]).includes(text);
