// `npm test -- --only unit,int libs/billing`

export class UsageError extends Error {
  name = 'UsageError';
}

export const STEPS = ['build', 'schema', 'tidy', 'lint', 'unit', 'sim', 'int', 'scenario'];
const USAGE = `usage: npm test -- [--only ${STEPS.join('|')}[,…]] [path …]`;

/** With paths, only steps that know what to do with them run, unless others are asked for by name. */
const STEPS_OF_PATHS = ['build', 'lint', 'unit', 'int', 'scenario'];

/** @returns `{ steps, paths }`; the build is always among the steps: the others stand on it. @throws UsageError */
export function readArguments(args) {
  const paths = [];
  const only = [];
  for (let index = 0; index < args.length; index++) {
    const [flag, inline] = args[index].split(/=(.*)/s);
    if (flag === '--only') only.push(...stepsNamed(inline ?? args[++index]));
    else if (flag.startsWith('-')) throw new UsageError(`the option ${flag} is unknown; ${USAGE}`);
    else paths.push(args[index]);
  }
  const wanted = only.length > 0 ? only : paths.length > 0 ? STEPS_OF_PATHS : STEPS;
  return { steps: STEPS.filter((step) => step === 'build' || wanted.includes(step)), paths };
}

function stepsNamed(names = '') {
  return names.split(',').map((name) => {
    if (STEPS.includes(name)) return name;
    throw new UsageError(`"${name}" is no step; ${USAGE}`);
  });
}
