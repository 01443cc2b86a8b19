// What goes over the bus during one failover, and when: heard by a thread of its own, so that it is not late by what the benchmark does.
// Between two of its moments lies what the process that was spoken to last did: a commit, a sum over an alternative, a provider's journal.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const SUBJECTS = {
  'cm.sys.early.monitoring.v1.SegmentImpaired': 'notice',
  'cm.cmd.advertising.v1.HoldCapacity': 'capacityAsked',
  'cm.out.*.v1.ActivateSegment': 'segmentAsked',
  'cm.evt.provisioning.v1.ServiceRerouted.*': 'moved',
};
const ANSWERS = { capacityAsked: 'capacityHad', segmentAsked: 'segmentActive' };
const NANOS_PER_MS = 1e6;
/** Answers that are on their way to this thread are heard within it. */
const LINGER_MS = 50;

/** The steps of a failover, each from one moment to the next; what is shown of them is in milliseconds. */
export const STEPS = [
  ['notice', 'capacityAsked', 'the alarm is heard, the alternative chosen, and both on record'],
  ['capacityAsked', 'capacityHad', 'the alternative’s capacity is under contract'],
  ['capacityHad', 'segmentAsked', 'every provider of it is asked, at once'],
  ['segmentAsked', 'segmentActive', 'the last of them has its segment up, in its journal, and has signed'],
  ['segmentActive', 'moved', 'the move is on record, and copied to the bus'],
];

export class Timeline {
  #worker;
  #told = [];

  static async start(url, nkeySeedFile) {
    const timeline = new Timeline();
    const transport = new URL('../../../libs/platform/bus/dist/index.js', import.meta.url).href;
    timeline.#worker = new Worker(new URL(import.meta.url), { workerData: { transport, url, nkeySeedFile, hears: 'timeline' } });
    timeline.#worker.on('message', (moments) => timeline.#told.shift()?.(moments));
    await timeline.taken();
    return timeline;
  }

  /** The last time of each kind of moment since it was asked before, in milliseconds of this machine's clock. */
  async taken() {
    const told = new Promise((resolve) => this.#told.push(resolve));
    this.#worker.postMessage('tell');
    return told;
  }

  async close() {
    await this.#worker.terminate();
  }
}

async function listen({ transport, url, nkeySeedFile }) {
  const { connectBus } = await import(transport);
  const connection = await connectBus({ url, name: 'timeline', nkeySeedFile });
  let moments = {};
  const answers = new Map();
  const heard = (kind) => (moments[kind] = Number(process.hrtime.bigint()) / NANOS_PER_MS);
  for (const [subject, kind] of Object.entries(SUBJECTS)) {
    connection.subscribe(subject, {
      callback: (_, message) => {
        heard(kind);
        if (message.reply && ANSWERS[kind]) answers.set(message.reply, ANSWERS[kind]);
      },
    });
  }
  connection.subscribe('_INBOX.>', {
    callback: (_, { subject }) => {
      if (answers.has(subject)) heard(answers.get(subject));
      answers.delete(subject);
    },
  });
  await connection.flush();
  parentPort.on('message', () =>
    setTimeout(() => {
      parentPort.postMessage(moments);
      moments = {};
    }, LINGER_MS),
  );
}

if (!isMainThread && workerData?.hears === 'timeline') await listen(workerData);
