// Lints texts as if they were files of this tree: JSON `[{ file, text, typed }]` on stdin, `[[{ rule, message }]]` on stdout. A process of its
// own, because Nx's native parts don't live in Jest's sandboxes. A text needs types only for some rules, and then its file must exist.
import { text as readAll } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { ESLint } from 'eslint';

import { withLinter } from './linter.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const UNTYPED = [
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
];

const fixtures = JSON.parse(await readAll(process.stdin));
await withLinter(async (typed) => {
  const untyped = new ESLint({ cwd: ROOT, overrideConfig: UNTYPED });
  const answers = [];
  for (const fixture of fixtures) {
    const [result] = await (fixture.typed ? typed : untyped).lintText(fixture.text, { filePath: fixture.file });
    answers.push((result?.messages ?? []).map(({ ruleId, message }) => ({ rule: ruleId, message })));
  }
  process.stdout.write(JSON.stringify(answers));
});
