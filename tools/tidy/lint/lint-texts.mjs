// Lints texts as if they were files of this tree: JSON `[{ file, text, typed }]` on stdin, `[[{ rule, message }]]` on stdout. A process of its
// own, because Nx's native parts don't live in Jest's sandboxes. A text needs types only for some rules, and then its file must exist.
import { text as readAll } from 'node:stream/consumers';

import { linter, withLinter } from './linter.mjs';

const UNTYPED = [
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { '@typescript-eslint/no-floating-promises': 'off' },
  },
];

const fixtures = JSON.parse(await readAll(process.stdin));
await withLinter(async (typed) => {
  const untyped = linter(UNTYPED);
  const answers = [];
  for (const fixture of fixtures) {
    const eslint = fixture.typed ? typed : untyped;
    const results = await eslint.lintText(fixture.text, { filePath: fixture.file, warnIgnored: false });
    answers.push(results.flatMap(({ messages }) => messages).map(({ ruleId, message }) => ({ rule: ruleId, message })));
  }
  process.stdout.write(JSON.stringify(answers));
});
