// Suites as parts of a row: Jest runs them at the sizes asked for, and they write down what they saw.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { runProgram } from '../test/child.mjs';
import { countResults } from '../test/jest-results.mjs';
import { jestCommand } from '../test/jest.mjs';

const LIMIT_MS = 45 * 60_000;
const REPORTER = fileURLToPath(new URL('./told-test-by-test.mjs', import.meta.url));

async function environment(root, size, seenFile) {
  const { findNatsServer } = await import(pathToFileURL(join(root, 'libs/operator/home/dist/index.js')));
  const { path } = await findNatsServer({ say: () => undefined });
  return { ...process.env, PATH: `${process.env.PATH}${delimiter}${dirname(path)}`, CARRIERMESH_FAULTS: size, CARRIERMESH_FAULTS_SEEN: seenFile };
}

/** Resolves to `{ passed, failed, failures, seen }`. A suite in which no test ran has failed: it proves nothing. */
export async function runSuite({ path, title }, { root, size }) {
  const directory = mkdtempSync(join(tmpdir(), 'carriermesh-faults-'));
  try {
    const [outputFile, seenFile] = [join(directory, 'results.json'), join(directory, 'seen.txt')];
    const args = ['--ci', '--runTestsByPath', path, ...(title ? ['--testNamePattern', title] : []), '--json', `--outputFile=${outputFile}`, '--silent', `--reporters=${REPORTER}`];
    const end = await runProgram(jestCommand(args), { cwd: root, limitMs: LIMIT_MS, env: await environment(root, size, seenFile) });
    if (!existsSync(outputFile)) return { passed: 0, failed: 1, failures: [`${path} left no results: ${end.ended ?? (end.signal ? `ended by ${end.signal}` : `exit code ${end.code}`)}`], seen: [] };
    const { passed, failed, failures } = countResults(JSON.parse(readFileSync(outputFile, 'utf8')), root);
    const seen = existsSync(seenFile) ? readFileSync(seenFile, 'utf8').trim().split('\n') : [];
    if (passed + failed === 0) return { passed: 0, failed: 1, failures: [`${path} › no test of it ran`], seen };
    return { passed, failed, failures, seen };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
