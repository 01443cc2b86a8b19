export { simulate, type Outcome, type SimulateOptions } from './simulate.js';
