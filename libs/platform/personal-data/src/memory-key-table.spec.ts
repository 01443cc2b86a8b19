import { MemoryKeyTable } from './memory-key-table.js';
import { personalDataContract } from './personal-data.contract.js';

const table = new MemoryKeyTable();
personalDataContract('memory', async () => table);
