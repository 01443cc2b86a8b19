// Rules about the text of files. Each check takes `[{ file, text }]` and answers with one sentence per breach.
import { place } from '../tree.mjs';

const isSpec = ({ file }) => /\.spec\.(ts|mjs)$/.test(file);
const matches = (source, pattern) => [...source.text.matchAll(pattern)];

const FOCUS = /\b(?:it|test|describe)(?:\.\w+)*\.(?:only|skip|todo|failing)(?:\.\w+)*\s*[(`]|\b(?:fit|fdescribe|xit|xtest|xdescribe)(?:\.\w+)*\s*[(`]/g;

/** A focused or skipped test that was committed by mistake hides all others, or itself. A skip that depends on the machine assigns `it.skip` to a name. */
export function focusedTests(sources) {
  return sources.filter(isSpec).flatMap((source) =>
    matches(source, FOCUS).map(({ 0: text, index }) => `${place(source, index)}: "${text.trim()}" focuses or skips a test`),
  );
}

/** Folders that exist on one machine or for one user; the checkout's own and the user's home are added when the check runs. */
const PERSONAL_FOLDERS = ['work', 'root', 'Users'].map((name) => `/${name}`);
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** What works on the machine where it was written, and nowhere else. */
export function machinePaths(sources, { checkout, home }) {
  const folders = [...new Set([...PERSONAL_FOLDERS, checkout, home].map((path) => path.replace(/\/+$/, '')))].filter((path) => path !== '');
  const pattern = new RegExp(`(?<![\\w.~}\\])/-])(?:file://)?(?:${folders.map(escaped).join('|')})/[\\w.-]+`, 'g');
  return sources.flatMap((source) => matches(source, pattern).map(({ 0: text, index }) => `${place(source, index)}: "${text}" is a path of one machine`));
}

const HANDLER = /\bclass (\w+(?:Handler|Inbound))\b/g;

/** One grep on the suffix finds every way into the services. */
export function misplacedHandlers(sources) {
  return sources
    .filter(({ file }) => /^libs\/[^/]+\/service\/src\//.test(file) && !/\.(handler|query|inbound|int\.spec|spec)\.ts$/.test(file))
    .flatMap((source) => matches(source, HANDLER).map(({ 1: name, index }) => `${place(source, index)}: ${name} belongs into a file *.handler.ts or *.query.ts`));
}

/** A lock that names a registry's addresses installs from that registry alone, whatever the machine is set to. */
export function lockedAddresses(sources) {
  return sources
    .filter(({ file }) => file === 'package-lock.json')
    .flatMap((source) => matches(source, /"resolved": "https?:[^"]*"/g).map(({ 0: text, index }) => `${place(source, index)}: ${text} ties the lock to one registry`));
}
