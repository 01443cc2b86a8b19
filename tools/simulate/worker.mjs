// Runs the seeds that it is sent, one after the other. It only computes, for minutes: whoever wants the processor for a moment goes first.
import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';

setPriority(constants.priority.PRIORITY_LOW);

const { simulate } = await import('../../libs/simulation/dist/index.js');

parentPort.on('message', async (seed) => parentPort.postMessage(await simulate(seed)));
parentPort.postMessage('ready');
