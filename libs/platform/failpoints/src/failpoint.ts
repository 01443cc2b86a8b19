import { writeSync } from 'node:fs';
import { OperationalError } from '@carriermesh/platform-errors';
import type { FailpointName } from './failpoints.js';
import { concerns, FAILPOINT_VARIABLE, parseFailpoint, type FailpointSetting } from './setting.js';

/** What was given to it has left this process when `flush` resolves. */
export interface Outgoing {
  flush(): Promise<void>;
}

const STANDARD_ERROR = 2;

/** The one failpoint that the environment names. It acts from `switchOn` on, so that only the process that is meant does. */
class Switch {
  private setting: FailpointSetting | undefined;
  private passings = 0;

  constructor(private readonly value: string) {}

  switchOn(processName: string): FailpointSetting | undefined {
    const setting = parseFailpoint(this.value);
    if (concerns(setting, processName)) this.setting = setting;
    return this.setting;
  }

  pass(name: FailpointName, outgoing: Outgoing | undefined): void {
    const { setting } = this;
    if (setting?.name !== name) return;
    this.passings += 1;
    if (this.passings !== setting.passing) return;
    if (outgoing === undefined) act(setting);
    else void outgoing.flush().then(() => act(setting));
  }
}

function act({ name, action, passing }: FailpointSetting): void {
  // Straight to the descriptor: a logger that buffers would take the line with it.
  writeSync(STANDARD_ERROR, `${JSON.stringify({ level: 'warn', failpoint: name, action, passing, pid: process.pid, msg: 'a failpoint acts' })}\n`);
  if (action === 'error') throw new OperationalError('unavailable', `the failpoint ${name} was told to fail at its passing ${passing}`);
  process.kill(process.pid, action === 'kill' ? 'SIGKILL' : 'SIGSTOP');
}

const value = process.env[FAILPOINT_VARIABLE];
const SWITCH = value ? new Switch(value) : undefined;

/**
 * Reads the variable for a process that starts. @returns what it switched on for this process, to be said loudly
 * @throws OperationalError `misconfigured`, with the value and the valid forms
 */
export const switchOnFailpoint = (processName: string): FailpointSetting | undefined => SWITCH?.switchOn(processName);

/**
 * A place where this process can be made to fail. Unless the environment named one when the process began, it is a comparison
 * of a constant and nothing else.
 * @param outgoing what must have left this process before the failpoint acts; only where no error can be thrown
 * @throws OperationalError `unavailable` where it was told to fail
 */
export function failpoint(name: FailpointName, outgoing?: Outgoing): void {
  if (SWITCH !== undefined) SWITCH.pass(name, outgoing);
}
