// Runs the seeds that it is sent, one after the other.
import { parentPort } from 'node:worker_threads';

const { simulate } = await import('../../libs/simulation/dist/index.js');

parentPort.on('message', async (seed) => parentPort.postMessage(await simulate(seed)));
parentPort.postMessage('ready');
