export { paths } from './paths.service.js';
