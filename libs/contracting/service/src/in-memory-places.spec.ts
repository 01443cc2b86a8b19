import { decodeEvent } from '@carriermesh/platform-chassis';
import { InMemoryPlaces } from './in-memory-places.js';
import { placesContract } from './places.contract.js';

placesContract('memory', async () => {
  const places = new InMemoryPlaces();
  return { places, read: async (events) => events.forEach((event) => places.apply(decodeEvent(event))) };
});
