export { readHistory } from './chaos/chaos-files.js';
export { runChaos, type ChaosOptions, type ChaosReport } from './chaos/chaos-run.js';
export { checkHistory, type CheckResult } from './chaos/check/check-history.js';
export { DOUBLED, planFaults, TARGETS } from './chaos/fault-plan.js';
export { busFaults, databaseFaults, pausedInstances, PAUSED_INSTANCES, slowDisk } from './chaos/stated-plans.js';
