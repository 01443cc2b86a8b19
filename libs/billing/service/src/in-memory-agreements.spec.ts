import { decodeEvent } from '@carriermesh/platform-chassis';
import { agreementsContract } from './agreements.contract.js';
import { InMemoryAgreements } from './in-memory-agreements.js';

agreementsContract('memory', async () => {
  const agreements = new InMemoryAgreements();
  return { agreements, read: async (events) => events.forEach((event) => agreements.apply(decodeEvent(event))) };
});
