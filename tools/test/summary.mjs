// What a run comes to.

/** @param results `[{ step, passed, failed, skipped, failures, seconds }]` */
export function summarize(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  const totals = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  return { ...totals, failures: results.flatMap(({ failures }) => failures), ok: totals.failed === 0 && totals.passed > 0 };
}

/** The last line of `npm test`: `12 passed, 0 failed`, and `, 3 skipped` when some were. */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** One line per step, for people. */
export function table(results) {
  const width = Math.max(...results.map(({ step }) => step.length));
  return results.map((result) => `  ${result.step.padEnd(width)}  ${result.seconds.toFixed(1).padStart(6)} s  ${lastLine(result)}`);
}
