// docs/capabilities.md says what the mesh can do. A claim stands only with a test that bears its id.

const ID = /\bS\d+-\d+\b/g;
const SPEC_FILE = /\b[\w./-]+\.spec\.(?:ts|mjs)\b/g;
/** A title begins with the ids that it proves: `S2-7 …`, `S1-3, S1-4 …`. */
const TITLE = /(['"`])((?:S\d+-\d+(?:,? and |, |\/)?)+)[ :,][^'"`\n]*/g;

/** Ids that the titles in a spec's text begin with. */
export function provenIds(text) {
  return new Set([...text.matchAll(TITLE)].flatMap(({ 2: ids }) => ids.match(ID)));
}

/** @param document the text of docs/capabilities.md @param sources `[{ file, text }]`, of which the specs count */
export function unprovenClaims(document, sources) {
  const proven = new Map(sources.filter(({ file }) => /\.spec\.(ts|mjs)$/.test(file)).map(({ file, text }) => [file, provenIds(text)]));
  const lines = document.split('\n').map((text, index) => ({ text, at: `docs/capabilities.md:${index + 1}` }));
  return lines.flatMap(({ text, at }) => {
    const files = text.match(SPEC_FILE) ?? [];
    return (text.match(ID) ?? []).flatMap((id) => claimBreaches({ id, at, files, proven }));
  });
}

/** A line that names specs has to find the id in one of them; a line that names none, in any. */
function claimBreaches({ id, at, files, proven }) {
  const missing = files.filter((file) => !proven.has(file)).map((file) => `${at}: ${id} is to be proven by ${file}, which does not exist`);
  if (missing.length > 0) return missing;
  const candidates = files.length > 0 ? files.map((file) => proven.get(file)) : [...proven.values()];
  if (candidates.some((ids) => ids.has(id))) return [];
  return [`${at}: ${id} is claimed, and no test's title in ${files.length > 0 ? files.join(', ') : 'any spec'} begins with it`];
}
