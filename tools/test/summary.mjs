// What a run comes to.

/** @param results `[{ step, passed, failed, skipped, failures, seconds }]`, and `isSpecs` where the counts are tests */
export function summarize(results) {
  const sum = (key, of = results) => of.reduce((total, result) => total + result[key], 0);
  const specs = results.filter(({ isSpecs }) => isSpecs);
  const ranNone = specs.length > 0 && sum('passed', specs) + sum('failed', specs) === 0;
  // Asked for tests, a run without one has shown nothing: a path was misspelt, or a pattern lost its files.
  const failures = [...results.flatMap((result) => result.failures), ...(ranNone ? ['no test ran'] : [])];
  const totals = { passed: sum('passed'), failed: sum('failed') + (ranNone ? 1 : 0), skipped: sum('skipped') };
  const skips = results.flatMap((result) => result.skips ?? []);
  return { ...totals, failures, skips, ok: totals.failed === 0 && totals.passed > 0 };
}

/** The last line of `npm test`: `12 passed, 0 failed`. What was skipped stands beside its step, and is named before it. */
export function lastLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}

/** What one step comes to, for people: `12 passed, 0 failed`, and `, 3 skipped` when some were. */
export const outcome = (result) => `${lastLine(result)}${result.skipped > 0 ? `, ${result.skipped} skipped` : ''}`;

/** One line per step, for people. */
export function table(results) {
  const width = Math.max(...results.map(({ step }) => step.length));
  return results.map((result) => `  ${result.step.padEnd(width)}  ${result.seconds.toFixed(1).padStart(6)} s  ${outcome(result)}`);
}
