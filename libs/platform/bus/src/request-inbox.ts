import { createInbox, errors, type Msg, type MsgHdrs, type Subscription } from '@nats-io/transport-node';
import { OperationalError, type OperationalKind } from '@carriermesh/platform-errors';
import type { LeanConnection } from './lean-protocol.js';
import { numberBehind } from './whole-message.js';
import { ReplySlots, TICK_MS } from './reply-slots.js';

/** Calls of one process that wait for their answers at a time; more are refused, so that memory stays bounded. */
export const MAX_WAITING_CALLS = 16_384;

const NO_RESPONDERS = 503;

/** A call that waits. Exactly one of the two is called, once. */
export interface WaitingCall {
  readonly subject: string;
  readonly timeoutMs: number;
  answered(reply: Msg): void;
  failed(error: OperationalError): void;
}

/**
 * Request-reply on one subscription. The client's own `request` makes a timer, two error objects with their stacks and several
 * promises for each call, which is most of what a call costs.
 */
export class RequestInbox {
  /** Answers that came after their call had ended, and were dropped. */
  lateReplies = 0;
  private readonly slots = new ReplySlots<WaitingCall>(MAX_WAITING_CALLS);
  private readonly prefix = Buffer.from(`${createInbox()}.`);
  private subscription: Subscription | undefined;
  private watching: Promise<void> | undefined;
  private isTicking = false;

  constructor(private readonly connection: LeanConnection) {}

  /**
   * @returns what `giveUp` knows the call by
   * @throws OperationalError `overloaded`, `malformed` when it can't be sent at all, `unavailable` on a closed connection
   */
  send(call: WaitingCall, data: Uint8Array, headers?: MsgHdrs): number {
    const { subject, timeoutMs } = call;
    const token = this.slots.claim(call, performance.now(), timeoutMs);
    if (token === undefined) throw new OperationalError('overloaded', `${MAX_WAITING_CALLS} calls wait for their answers already, so nobody is asked on ${subject}`);
    try {
      this.open();
      this.connection.ask(subject, this.prefix, token, data, headers);
    } catch (error) {
      this.slots.release(token);
      throw error instanceof OperationalError ? error : unsent(error as Error, subject, data.length);
    }
    if (!this.isTicking) this.tick();
    return token;
  }

  /** @throws OperationalError as `send`, and when nobody answered, or nobody listens */
  request(subject: string, data: Uint8Array, { timeoutMs, headers }: { readonly timeoutMs: number; readonly headers?: MsgHdrs }): Promise<Msg> {
    return new Promise((answered, failed) => void this.send({ subject, timeoutMs, answered, failed }, data, headers));
  }

  /** The call hears nothing any more. */
  giveUp(token: number): void {
    this.slots.release(token);
  }

  /** With the first call: most connections of a process that only serves never ask. */
  private open(): void {
    if (this.subscription) return;
    const subscription = this.connection.subscribe(`${this.prefix.toString()}*`, {
      callback: (error, reply) => (error ? this.failAll(error) : this.take(reply)),
    });
    this.subscription = subscription;
    void subscription.closed.then(() => this.failAll(new Error('the connection is closed')));
    this.watching ??= this.watchRefusals();
  }

  private take(reply: Msg): void {
    const call = this.slots.release(numberBehind(reply, this.prefix.length));
    if (call === undefined) {
      this.lateReplies += 1;
    } else if (reply.headers?.code === NO_RESPONDERS && reply.data.length === 0) {
      call.failed(new OperationalError('unavailable', `nobody listens on ${call.subject}`));
    } else {
      call.answered(reply);
    }
  }

  /** Runs while calls wait. */
  private tick(): void {
    this.isTicking = this.slots.waiting > 0;
    if (!this.isTicking) return;
    setTimeout(() => {
      // Answers that came while the process was busy are read before any call is given up for want of one.
      setImmediate(() => {
        for (const call of this.slots.expired(performance.now())) {
          call.failed(new OperationalError('timeout', `nobody answered on ${call.subject} within ${call.timeoutMs} ms`));
        }
        this.tick();
      });
    }, TICK_MS);
  }

  /** A subject that this account may not publish is told by the server after the fact, and of no call in particular. */
  private async watchRefusals(): Promise<void> {
    for await (const status of this.connection.status()) {
      if (status.type !== 'error' || !(status.error instanceof errors.PermissionViolationError)) continue;
      const { error } = status;
      if (error.operation === 'publish') this.fail(error, ({ subject }) => subject === error.subject);
    }
  }

  private failAll(error: Error): void {
    this.subscription = undefined;
    this.fail(error, () => true);
  }

  private fail(error: Error, concerns: (call: WaitingCall) => boolean): void {
    for (const call of this.slots.releaseWhere(concerns)) call.failed(told('unavailable', `nobody could be asked on ${call.subject}: ${error.message}`, error));
  }
}

const told = (kind: OperationalKind, text: string, cause: Error): OperationalError => new OperationalError(kind, text, { cause });

function unsent(error: Error, subject: string, bytes: number): OperationalError {
  // Too large, or not a subject at all: the same again fails the same way.
  if (error instanceof errors.InvalidArgumentError || error instanceof errors.InvalidSubjectError) {
    return told('malformed', `${bytes} bytes can't be sent on ${subject}: ${error.message}`, error);
  }
  return told('unavailable', `nobody could be asked on ${subject}: ${error.message}`, error);
}
