export { advertising } from './advertising.service.js';
