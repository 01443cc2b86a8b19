// Runs a program and keeps what it says for the case that it fails.
import { spawn } from 'node:child_process';

const MAX_KEPT_CHARACTERS = 64 * 1024;
const MAX_LINES = 15;

/** Resolves to `{ code, output }`; a program that cannot be started answers with code 127. */
export function runQuietly(program, args, { cwd, env = process.env }) {
  return new Promise((resolve) => {
    let output = '';
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output = (output + text).slice(-MAX_KEPT_CHARACTERS)));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code, signal) => resolve({ code: code ?? 1, output: signal ? `${output}\nended by ${signal}` : output }));
  });
}

export function lastLines(output) {
  return output.trimEnd().split('\n').slice(-MAX_LINES).join('\n');
}
