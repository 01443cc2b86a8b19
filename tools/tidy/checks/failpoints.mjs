// A failpoint that is listed and stands nowhere would prove nothing; one that stands twice would not say where a process died.
import { place } from '../tree.mjs';

export const FAILPOINT_LIST = 'libs/platform/failpoints/src/failpoints.ts';

/** One sentence for each listed name that does not stand at exactly one place of the code, and for each place that is not listed. */
export function misplacedFailpoints(files) {
  const list = files.find(({ file }) => file === FAILPOINT_LIST)?.text ?? '';
  const listed = [...list.matchAll(/^ {2}'([a-z-]+)': \{$/gm)].map(([, name]) => name);
  if (listed.length === 0) return [`${FAILPOINT_LIST}: no failpoint is listed, or the list is written in a way that nobody checks`];
  const places = files.filter(({ file }) => /^(libs|apps)\/.*\.ts$/.test(file) && !file.endsWith('.spec.ts')).flatMap(placesIn);
  return [
    ...listed.filter((name) => !places.some((one) => one.name === name)).map((name) => `${FAILPOINT_LIST}: ${name} stands nowhere in the code`),
    ...places.filter(({ name }, index) => places.findIndex((one) => one.name === name) < index).map(({ name, at }) => `${at}: ${name} stands elsewhere already`),
    ...places.filter(({ name }) => !listed.includes(name)).map(({ name, at }) => `${at}: ${name} is not listed in ${FAILPOINT_LIST}`),
  ];
}

const placesIn = (file) => [...file.text.matchAll(/\bfailpoint\('([^']*)'/g)].map((match) => ({ name: match[1], at: place(file, match.index) }));
