export { advertising } from './advertising.service.js';
export { HoldBook } from './hold-book.js';
