export { mayAct, mayRead, type Sight } from './access.js';
export { MAX_ADMINISTRATORS } from './administrator-rules.js';
export { ChangeNumbers, type ChangeEntry } from './change-log.js';
export * from './device.js';
export { MAX_ELEMENTS } from './element-rules.js';
export { MAX_INSTANCES } from './instance-rules.js';
export * from './switch-events.js';
export * from './switch-sights.js';
export { NOT_YOURS, switchDecider } from './switch.decider.js';
