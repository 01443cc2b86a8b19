import { Violation } from '@carriermesh/platform-audit';
import { Auditor } from './checks/auditor.js';
import { Run, type RunOptions } from './run.js';
import { Script } from './script.js';
import { Trace } from './world/trace.js';

export interface Outcome {
  readonly seed: number;
  readonly ok: boolean;
  /** The line that is printed: the same for the same seed. */
  readonly line: string;
  /** What failed, at length. */
  readonly failure?: string;
  /** Of one that failed: after a step, or when all steps were over. */
  readonly found?: 'after-a-step' | 'in-the-end';
}

export interface SimulateOptions extends RunOptions {
  /** Hears the run's history, line by line. */
  readonly show?: (line: string) => void;
}

/** Runs one seed to its end. Never rejects: whatever goes wrong is the seed's outcome. */
export async function simulate(seed: number, options: SimulateOptions = {}): Promise<Outcome> {
  const trace = new Trace(options.show);
  const run = new Run(seed, trace, options);
  const auditor = new Auditor(run);
  const script = new Script(run, () => auditor.look(), () => auditor.hasMet);
  const unhandled: unknown[] = [];
  const onUnhandled = (error: unknown): void => void unhandled.push(error);
  process.on('unhandledRejection', onUnhandled);
  let found: Outcome['found'] = 'after-a-step';
  try {
    const isAtRest = await script.play(() => auditor.isOver());
    found = 'in-the-end';
    await auditor.finish(isAtRest);
    await new Promise((resolve) => setImmediate(resolve));
    if (unhandled.length > 0) throw unhandled[0];
    return { seed, ok: true, line: `seed ${seed} ok events=${run.mesh.database.history.length} trace=${trace.digest()}` };
  } catch (error) {
    const isViolation = error instanceof Violation;
    const text = isViolation ? error.message : `bug ${(error as Error).stack ?? String(error)}`;
    const [first = ''] = text.split('\n');
    return { seed, ok: false, line: `seed ${seed} failed at ${run.world.nowMs} ms: ${first}`, failure: text, found };
  } finally {
    process.off('unhandledRejection', onUnhandled);
  }
}
