// What Jest's JSON says, in the terms of the last line.
import { stripVTControlCharacters } from 'node:util';

/** @returns `{ passed, failed, skipped, failures, skips }`; a failure and a skip are `file › title` */
export function countResults({ testResults }, root) {
  const counts = { passed: 0, failed: 0, skipped: 0, failures: [], skips: [] };
  for (const { name, status, message, assertionResults } of testResults) {
    const file = name.startsWith(root) ? name.slice(root.length).replace(/^\//, '') : name;
    for (const assertion of assertionResults) countTest(counts, file, assertion);
    // A file that does not load, or whose afterAll throws, fails without any test of its own failing.
    if (status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed')) {
      counts.failed++;
      counts.failures.push(`${file} › outside of its tests: ${firstLine(message)}`);
    }
  }
  return counts;
}

function countTest(counts, file, { status, fullName }) {
  if (status === 'passed') counts.passed++;
  else if (status === 'failed') {
    counts.failed++;
    counts.failures.push(`${file} › ${fullName}`);
  } else {
    counts.skipped++;
    counts.skips.push(`${file} › ${fullName}`);
  }
}

function firstLine(message = '') {
  const lines = stripVTControlCharacters(message).split('\n');
  return lines.map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('●')) ?? 'no message';
}
