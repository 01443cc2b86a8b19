import { appendFileSync } from 'node:fs';

/** How large a trial is: in every test run a sample, in `npm run faults` the figures that the design states. */
export interface Figures<T> {
  readonly sample: T;
  readonly quick: T;
  readonly full: T;
}

/** CARRIERMESH_FAULTS says which of the three; without it a sample. @throws Error for any other word */
export function figure<T>(sizes: Figures<T>): T {
  const asked = process.env['CARRIERMESH_FAULTS'] ?? 'sample';
  if (asked === 'sample' || asked === 'quick' || asked === 'full') return sizes[asked];
  throw new Error(`CARRIERMESH_FAULTS is sample, quick or full, not "${asked}"`);
}

/** Tells the runner of the fault table what was seen, if it is the one who asked. */
export function saw(what: string): void {
  const file = process.env['CARRIERMESH_FAULTS_SEEN'];
  if (file !== undefined) appendFileSync(file, `${what}\n`);
}
