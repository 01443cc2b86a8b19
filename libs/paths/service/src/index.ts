export { paths } from './paths.service.js';
export * from './offline/index.js';
