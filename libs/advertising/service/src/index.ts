export { advertising } from './advertising.service.js';
export { Books } from './books.js';
export { HoldBook } from './hold-book.js';
export { SessionWatch } from './session-watch.js';
