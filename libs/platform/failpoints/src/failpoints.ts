/** The services that keep promises: each has a process engine. */
const PROMISING = ['advertising', 'contracting', 'provisioning', 'billing'] as const;
const WRITING = [...PROMISING, 'monitoring'] as const;
const ANSWERING = [...WRITING, 'paths', 'provider-agent'] as const;

/** Every process that passes some failpoint, by the name that it runs under. */
export type ProcessName = (typeof ANSWERING)[number] | 'relay';

export interface Failpoint {
  /** What has happened just before, and what has not yet. */
  readonly sentence: string;
  /** Who passes it. */
  readonly processes: readonly ProcessName[];
  /** Whether an error can be thrown there: where one would be, it is one that its place is made for. */
  readonly canFail: boolean;
}

/** Where a process can be made to fail, in the order in which an order passes them. Each is one place in the code; tidy looks for it. */
export const FAILPOINTS = {
  'append-before-commit': {
    sentence: 'An append is decided and encoded; nothing of it was sent to the database.',
    processes: WRITING,
    canFail: true,
  },
  'append-sent': {
    sentence: 'The statement of one or more appends is on its way to the database; its outcome is unknown.',
    processes: WRITING,
    canFail: false,
  },
  'append-after-commit': {
    sentence: 'An append is durable; whoever asked for it was not told.',
    processes: WRITING,
    canFail: true,
  },
  'advert-before-receipt': {
    sentence: 'A batch of offers is on record; its receipt is not made.',
    processes: ['advertising'],
    canFail: true,
  },
  'usage-before-receipt': {
    sentence: 'A batch of usage is on record, with its charges; its receipt is not made.',
    processes: ['billing'],
    canFail: true,
  },
  'reply-before-send': {
    sentence: 'A request is done; its answer was not sent.',
    processes: ANSWERING,
    canFail: true,
  },
  'reply-after-send': {
    sentence: 'The answer to a request has left this process.',
    processes: ANSWERING,
    canFail: false,
  },
  'process-after-input': {
    sentence: 'An input is on a process’s stream; none of the effects that it leads to was begun.',
    processes: PROMISING,
    canFail: true,
  },
  'process-after-effect': {
    sentence: 'An effect of a process is done; its outcome is not on the process’s stream.',
    processes: PROMISING,
    canFail: true,
  },
  'process-at-deadline': {
    sentence: 'A process’s deadline has passed; what follows from that was not decided.',
    processes: PROMISING,
    canFail: true,
  },
  'period-after-close': {
    sentence: 'A month is closed, its bill and settlements are on record, and the next month is open; the billing cycle does not know.',
    processes: ['billing'],
    canFail: true,
  },
  'supplier-month-after-close': {
    sentence: 'A supplier’s month is settled as a whole; the process that closes its months does not know.',
    processes: ['billing'],
    canFail: true,
  },
  'view-before-commit': {
    sentence: 'A view’s rows, or a reader’s bookmark, and their checkpoint are written; the transaction is not committed.',
    processes: WRITING,
    canFail: true,
  },
  'view-after-commit': {
    sentence: 'A view’s rows, or a reader’s bookmark, are committed with their checkpoint; the reader does not know.',
    processes: WRITING,
    canFail: true,
  },
  'view-before-swap': {
    sentence: 'A view that was built beside the live one is in its place, with its checkpoint; the transaction is not committed.',
    processes: [...WRITING, 'paths'],
    canFail: true,
  },
  'reaction-before-bookmark': {
    sentence: 'What followed from a run of events is done; the reader’s bookmark does not say so.',
    processes: WRITING,
    canFail: true,
  },
  'reroute-bought-ahead': {
    sentence: 'Capacity is under contract for an alternative; whether it is on record that an impaired service is to move to it, nobody knows yet.',
    processes: ['provisioning'],
    canFail: true,
  },
  'reroute-before-segments': {
    sentence: 'Capacity is under contract for the alternative that an impaired service is to move to; none of its segments was asked for.',
    processes: ['provisioning'],
    canFail: true,
  },
  'revert-looked-back': {
    sentence: 'It is known whether the path that a service has left may be tried again; the process that cares for the service does not know.',
    processes: ['provisioning'],
    canFail: true,
  },
  'adjustment-after-capacity': {
    sentence: 'All capacity of a service is of the size that it is to have; the process that is to change the service does not know.',
    processes: ['provisioning'],
    canFail: true,
  },
  'adjustment-before-record': {
    sentence: 'A provider has said whether it adjusted its segment, or said nothing in time; the process that asked it does not know.',
    processes: ['provisioning'],
    canFail: true,
  },
  'erasure-before-record': {
    sentence: 'The key of a forgotten party is erased for good; the ledger does not say so.',
    processes: ['contracting'],
    canFail: true,
  },
  'relay-after-leadership': {
    sentence: 'A relay leads; it copied nothing yet.',
    processes: ['relay'],
    canFail: false,
  },
  'relay-before-acks': {
    sentence: 'A run of events has left for the bus; its acknowledgements are awaited.',
    processes: ['relay'],
    canFail: false,
  },
  'relay-after-acks': {
    sentence: 'The bus has acknowledged a run of events; the relay does not reckon with it.',
    processes: ['relay'],
    canFail: true,
  },
  'tree-before-head': {
    sentence: 'New leaves and their signed head are stored; the head was not published.',
    processes: ['relay'],
    canFail: true,
  },
  'journal-before-write': {
    sentence: 'A provider has done something, or made a batch; its journal does not say so.',
    processes: ['provider-agent'],
    canFail: true,
  },
  'journal-after-write': {
    sentence: 'A provider’s journal says what was done; the mesh was not told.',
    processes: ['provider-agent'],
    canFail: false,
  },
  'segment-before-journal': {
    sentence: 'A provider’s network carries a segment; neither its journal nor the mesh knows.',
    processes: ['provider-agent'],
    canFail: true,
  },
  'adjustment-before-journal': {
    sentence: 'A provider’s network has given a segment another shape; neither its journal nor the mesh knows.',
    processes: ['provider-agent'],
    canFail: true,
  },
  'receipt-before-keeping': {
    sentence: 'A provider has a signed receipt in memory; its journal does not have it.',
    processes: ['provider-agent'],
    canFail: true,
  },
} as const satisfies Readonly<Record<string, Failpoint>>;

export type FailpointName = keyof typeof FAILPOINTS;
