// Lines of TypeScript that are neither blank nor comment, with specs counted apart and generated code left out.
import { globSync, readFileSync } from 'node:fs';
import { workspacePackages } from '../generators/sync.mjs';

export async function run() {
  return workspacePackages().map(({ dir }) => {
    const files = globSync(`${dir}/src/**/*.ts`).filter((file) => !/\/(gen|fixture)\//.test(file));
    const isTest = (file) => /\.spec\.ts$|\/(testing|spec|support)\//.test(file);
    const lines = (wanted) => files.filter((file) => isTest(file) === wanted).reduce((sum, file) => sum + codeLines(readFileSync(file, 'utf8')), 0);
    return { goal: '-', metric: dir, value: lines(false), unit: `lines, and ${lines(true)} of tests` };
  });
}

function codeLines(text) {
  const withoutBlocks = text.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return withoutBlocks.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('//')).length;
}
