import { readEnvironment, runProcess, startRelay } from '@carriermesh/platform-chassis';

await runProcess('relay', () => startRelay(readEnvironment(process.env)));
