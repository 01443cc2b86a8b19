import { stay, type Process } from '@carriermesh/decider';
import { instant, plus, type Instant } from '@carriermesh/kernel';
import type { AnyStoredEvent, ProcessIndex, ProcessRunner } from '@carriermesh/platform-processes';
import type { common, provisioning } from '@carriermesh/wire';

/** The toy's events, in the words of a schema that there is. */
export type ErrandEvent = Extract<
  provisioning.AnyEvent,
  { type: 'provisioning.v1.ActivationCompensated' | 'provisioning.v1.ActivationFailed' | 'provisioning.v1.ActivationNeedsOperator' }
>;
export type ErrandInput = 'fetched' | 'nothing' | 'late' | 'time is up';

interface Errand {
  readonly id: string;
  readonly sentAt: Instant;
  readonly attempts: number;
  readonly fetched: boolean;
  readonly over: boolean;
}

export interface Fetch {
  readonly key: string;
  readonly id: string;
  /** Counts what is on record: the effect changes while its key stays. */
  readonly attempts: number;
}

export const ERRAND_LIMIT_NS = 1_000_000_000n;
const refusal: common.Refusal = { code: 'nothing', message: 'Nothing there.', facts: {} };

export const sent = (id: string, at: Instant): ErrandEvent => ({ type: 'provisioning.v1.ActivationCompensated', data: { contractId: id, compensatedAt: at } });
export const nothingThere = (id: string, at: Instant): ErrandEvent => ({ type: 'provisioning.v1.ActivationFailed', data: { contractId: id, orderId: 'o', reason: refusal, failedAt: at } });
const over = (id: string, at: Instant): ErrandEvent => ({ type: 'provisioning.v1.ActivationNeedsOperator', data: { contractId: id, unconfirmedSegmentIds: [], raisedAt: at } });

/** Something is fetched, as often as it takes, and the errand is over a second after it was sent. A late find has to be fetched again. */
export const errand: Process<Errand, ErrandInput, ErrandEvent, Fetch> = {
  name: 'errand',
  initial: { id: '', sentAt: instant(0n), attempts: 0, fetched: false, over: false },
  evolve: (state, event) => {
    if (event.type === 'provisioning.v1.ActivationFailed') return { ...state, attempts: state.attempts + 1, fetched: false };
    if (event.type === 'provisioning.v1.ActivationNeedsOperator') return { ...state, over: true };
    return state.id === '' ? { ...state, id: event.data.contractId, sentAt: event.data.compensatedAt } : { ...state, fetched: true };
  },
  react: (state, input, now) => {
    if (state.id === '') return stay;
    if (input === 'time is up') return state.over ? stay : { events: [over(state.id, now)] };
    if (input === 'late') return { events: [nothingThere(state.id, now)] };
    if (state.fetched) return stay;
    return { events: [input === 'nothing' ? nothingThere(state.id, now) : sent(state.id, now)] };
  },
  outstanding: ({ id, fetched, attempts }) => (id !== '' && !fetched ? [{ key: 'fetch', id, attempts }] : []),
  deadline: ({ id, over: isOver, sentAt }) => (id === '' || isOver ? undefined : plus(sentAt, ERRAND_LIMIT_NS)),
  timeout: () => 'time is up',
  ended: (state) => (state.over ? 'compensated' : undefined),
};

/** Runs errands as the test says. */
export class ErrandRunner implements ProcessRunner<Errand, ErrandInput, ErrandEvent, Fetch> {
  readonly process = errand;
  readonly category = 'errand';
  readonly listens = ['provisioning.v1.ActivationFailed'] as const;
  readonly performed: Fetch[] = [];
  readonly prepared: Fetch[] = [];
  fetch: (effect: Fetch) => Promise<ErrandInput> = async () => 'fetched';

  route(event: AnyStoredEvent): { readonly id: string; readonly input: ErrandInput } | undefined {
    return event.type === 'provisioning.v1.ActivationFailed' ? { id: event.data.contractId, input: 'late' } : undefined;
  }

  prepare(effect: Fetch): void {
    this.prepared.push(effect);
  }

  perform(effect: Fetch): Promise<ErrandInput> {
    this.performed.push(effect);
    return this.fetch(effect);
  }
}

/** The list of open processes, in memory: the engine asks no more of it than this. */
export class ListedErrands implements ProcessIndex {
  readonly ids = new Set<string>();

  async open(): Promise<readonly { name: string; id: string }[]> {
    return [...this.ids].map((id) => ({ name: errand.name, id }));
  }

  async reopen(_name: string, id: string, _revision?: number, _until?: 'durable' | 'ordered'): Promise<void> {
    this.ids.add(id);
  }

  async close(_name: string, id: string): Promise<void> {
    this.ids.delete(id);
  }
}
