import { startEndpoint } from './endpoint.js';

// Started by endpoints.ts in the network namespace of one PoP; ends with whoever started it.
startEndpoint(process);
