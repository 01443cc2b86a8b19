import { formatName } from '@carriermesh/contracting-service';
import type { contracting } from '@carriermesh/wire';
import { toMillisText } from './order-story.js';

/** What a service is carried in, and what travels of what was ordered. @param mbps as ordered */
export const formatText = (format: contracting.ServiceFormat, mbps: number): string =>
  `${formatName(format)}: ${format.carriedMbps} Mbit/s travel for the ${mbps} ordered${format.addsNs > 0n ? `, and formatting takes ${toMillisText(format.addsNs)} ms of the latency` : ''}`;
