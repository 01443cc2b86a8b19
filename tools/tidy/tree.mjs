// The project's files as the checks see them: those that git tracks, and new ones that it does not ignore.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BINARY = new Set(['.png', '.ico', '.woff2', '.gz', '.bin', '.pb', '.jpg']);
/** Git refuses a checkout that another user owns, as in many a container; this only lists it. */
const TRUSTING = ['-c', 'safe.directory=*'];
const MAX_LISTING_BYTES = 64 * 1024 * 1024;

/** `[{ file, text }]`, paths relative to the root, in order. */
export function projectFiles(root = ROOT) {
  const { status, stdout, stderr } = spawnSync('git', [...TRUSTING, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: MAX_LISTING_BYTES,
  });
  if (status !== 0) throw new Error(`git does not list the project's files: ${stderr}`);
  return [...new Set(stdout.split('\0'))]
    .filter((file) => file !== '' && !BINARY.has(extname(file)) && existsSync(join(root, file)))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

/** `file:line`, for a place within a text. */
export function place({ file, text }, index) {
  return `${file}:${text.slice(0, index).split('\n').length}`;
}
