// Without Nx's graph, @nx/enforce-module-boundaries writes on stdout that it "will be skipped" and lets everything pass.

const SKIPPED = 'will be skipped';

export class BoundariesSkipped extends Error {
  name = 'BoundariesSkipped';
}

/** Resolves to what `work` resolves to. The rule warns by process.stdout.write and by nothing else. @throws BoundariesSkipped */
export async function failingWhenSkipped(work) {
  const write = process.stdout.write;
  let skipped = false;
  process.stdout.write = (text, ...rest) => {
    skipped ||= String(text).includes(SKIPPED);
    return write.call(process.stdout, text, ...rest);
  };
  try {
    const result = await work();
    if (skipped) throw new BoundariesSkipped(`the linter said that a rule "${SKIPPED}": Nx's project graph is missing, and nothing was checked against it`);
    return result;
  } finally {
    process.stdout.write = write;
  }
}
