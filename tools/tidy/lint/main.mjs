// `npm run lint`: the whole tree, or the paths given. There is no cache: what a type is, and who may import whom, is said in other files.
import { constants, setPriority } from 'node:os';

import { withLinter } from './linter.mjs';

const WHOLE_TREE = ['libs', 'apps', 'tools', '*.mjs'];

const [, , ...paths] = process.argv;
// It only computes, for a minute: whoever wants the processor for a moment goes first.
setPriority(constants.priority.PRIORITY_LOW);
try {
  await withLinter(async (eslint) => {
    const results = await eslint.lintFiles(paths.length > 0 ? paths : WHOLE_TREE);
    const formatter = await eslint.loadFormatter('stylish');
    process.stdout.write(await formatter.format(results));
    const problems = results.reduce((sum, { errorCount, warningCount }) => sum + errorCount + warningCount, 0);
    process.stderr.write(`lint: ${results.length} files, ${problems} problems\n`);
    // A warning that nobody has to mend is noise: the house has errors or nothing.
    if (problems > 0) process.exitCode = 1;
  });
} catch (error) {
  process.stderr.write(`lint: ${error.stack}\n`);
  process.exitCode = 1;
}
