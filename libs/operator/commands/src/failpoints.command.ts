import { FAILPOINT_FORM, FAILPOINT_VARIABLE, FAILPOINTS, type Failpoint } from '@carriermesh/platform-failpoints';
import { EXIT } from './say.js';

/** The places where a process can be made to fail. Needs no running mesh. */
export async function failpointsCommand(flags: { json?: boolean }): Promise<number> {
  const all = Object.entries<Failpoint>(FAILPOINTS).map(([name, { processes, sentence, canFail }]) => ({ name, processes, sentence, canFail }));
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ variable: FAILPOINT_VARIABLE, form: FAILPOINT_FORM, failpoints: all })}\n`);
    return EXIT.done;
  }
  const texts = all.map(({ name, processes, sentence, canFail }) => `${name}${canFail ? '' : '  (no error)'}\n  ${sentence}\n  ${processes.join(', ')}\n`);
  process.stdout.write(`${texts.join('')}\n${FAILPOINT_VARIABLE}=${FAILPOINT_FORM} switches one on: at its n-th passing (default: the first) the process\n`);
  process.stdout.write('kills itself (the default), stops itself until it is sent SIGCONT, or meets an error as if something were away for a moment.\n');
  return EXIT.done;
}
