import { readEnvironment, runProcess } from '@carriermesh/platform-chassis';
import { startMesh } from './index.js';

await runProcess('mesh', () => startMesh(readEnvironment(process.env)));
