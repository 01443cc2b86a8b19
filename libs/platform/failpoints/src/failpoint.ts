import { readFileSync, unlinkSync, writeSync } from 'node:fs';
import { OperationalError } from '@carriermesh/platform-errors';
import type { FailpointName } from './failpoints.js';
import { concerns, FAILPOINT_VARIABLE, failpointFileOf, parseFailpoint, type FailpointSetting } from './setting.js';

/** What was given to it has left this process when `flush` resolves. */
export interface Outgoing {
  flush(): Promise<void>;
}

const STANDARD_ERROR = 2;

/** What the environment switches on. It acts from `switchOn` on, so that only the process that is meant does. */
interface Switch {
  /** @returns what is to be said of it at the start */
  switchOn(processName: string): FailpointSetting | { readonly file: string } | undefined;
  pass(name: FailpointName, outgoing: Outgoing | undefined): void;
}

/** The one failpoint that the environment names. */
class NamedSwitch implements Switch {
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
    if (this.passings === setting.passing) actOnce(setting, outgoing);
  }
}

/**
 * The failpoint that a file names at the moment of the passing, so that a trial can choose one after the other while the processes run. The
 * file is taken away by the process that acts: another one, or its own next life, finds nothing.
 */
class FileSwitch implements Switch {
  private processName: string | undefined;
  private text = '';
  private passings = 0;

  constructor(private readonly file: string) {}

  switchOn(processName: string): { readonly file: string } {
    this.processName = processName;
    return { file: this.file };
  }

  pass(name: FailpointName, outgoing: Outgoing | undefined): void {
    const text = this.processName === undefined ? undefined : this.read();
    if (text === undefined || text === '') return;
    const setting = parseFailpoint(text);
    if (setting.name !== name || !concerns(setting, this.processName ?? '')) return;
    // Passings are counted anew for each text.
    if (text !== this.text) this.passings = 0;
    this.text = text;
    this.passings += 1;
    if (this.passings === setting.passing && this.isTakenAway()) actOnce(setting, outgoing);
  }

  private read(): string | undefined {
    try {
      return readFileSync(this.file, 'utf8').trim();
    } catch {
      return undefined;
    }
  }

  private isTakenAway(): boolean {
    try {
      unlinkSync(this.file);
      return true;
    } catch {
      return false;
    }
  }
}

function actOnce(setting: FailpointSetting, outgoing: Outgoing | undefined): void {
  if (outgoing === undefined) act(setting);
  else void outgoing.flush().then(() => act(setting));
}

function act({ name, action, passing }: FailpointSetting): void {
  // Straight to the descriptor: a logger that buffers would take the line with it.
  writeSync(STANDARD_ERROR, `${JSON.stringify({ level: 'warn', failpoint: name, action, passing, pid: process.pid, msg: 'a failpoint acts' })}\n`);
  if (action === 'error') throw new OperationalError('unavailable', `the failpoint ${name} was told to fail at its passing ${passing}`);
  process.kill(process.pid, action === 'kill' ? 'SIGKILL' : 'SIGSTOP');
}

const value = process.env[FAILPOINT_VARIABLE];
const SWITCH = value ? switchOf(value) : undefined;

function switchOf(text: string): Switch {
  const file = failpointFileOf(text);
  return file === undefined ? new NamedSwitch(text) : new FileSwitch(file);
}

/**
 * Reads the variable for a process that starts. @returns what it switched on for this process, to be said loudly
 * @throws OperationalError `misconfigured`, with the value and the valid forms
 */
export const switchOnFailpoint = (processName: string): ReturnType<Switch['switchOn']> => SWITCH?.switchOn(processName);

/**
 * A place where this process can be made to fail. Unless the environment named one when the process began, it is a comparison
 * of a constant and nothing else.
 * @param outgoing what must have left this process before the failpoint acts; only where no error can be thrown
 * @throws OperationalError `unavailable` where it was told to fail
 */
export function failpoint(name: FailpointName, outgoing?: Outgoing): void {
  if (SWITCH !== undefined) SWITCH.pass(name, outgoing);
}
