export { readHistory } from './chaos/chaos-files.js';
export { runChaos, type ChaosOptions, type ChaosReport } from './chaos/chaos-run.js';
export { checkHistory, type CheckResult } from './chaos/check/check-history.js';
