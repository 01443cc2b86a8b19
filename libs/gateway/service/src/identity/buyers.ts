import type { Logger } from '@carriermesh/platform-telemetry';
import { type Bearer, Bearers } from './bearers.js';

export type Buyer = Bearer;

/** The buyers of the file that CARRIERMESH_BUYERS_FILE names. */
export class Buyers extends Bearers {
  /** @throws OperationalError `misconfigured` when the file is missing or is not as described */
  static open(file: string, log: Logger): Promise<Buyers> {
    return new Buyers(file, log, 'buyers').opened();
  }
}
