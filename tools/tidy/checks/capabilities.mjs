// docs/capabilities.md says what the mesh can do, in rows `| id | what | specs that prove it |`. A claim stands only with tests whose titles
// begin with its id, one at least in every spec that its row names.

const ID = /\b(?:S\d+-\d+|[A-Z]\d+)\b/g;
/** A row whose first cell holds ids and nothing else. */
const CLAIM = /^\|((?:\s|,|\b(?:S\d+-\d+|[A-Z]\d+)\b)+)\|(.*)$/;
const SPEC_FILE = /[\w./-]+\.spec\.(?:ts|mjs)\b/g;
/** A title begins with the ids that it proves: `S2-7 …`, `S1-3, S1-4 …`, `S3-6 M6 …`. */
const TITLE = /['"`]((?:(?:S\d+-\d+|[A-Z]\d+)(?:, | and |[ /:]))+)/g;

/** Ids that the titles in a spec's text begin with. */
export function provenIds(text) {
  return new Set([...text.matchAll(TITLE)].flatMap(({ 1: ids }) => ids.match(ID)));
}

/** @param document the text of docs/capabilities.md @param sources `[{ file, text }]`, of which the specs count */
export function unprovenClaims(document, sources) {
  const specs = sources.filter(({ file }) => /\.spec\.(ts|mjs)$/.test(file)).map(({ file, text }) => ({ file, ids: provenIds(text) }));
  const claims = claimsOf(document);
  if (claims.length === 0) return ['docs/capabilities.md: holds no row "| id | … | … |", or does not exist'];
  return claims.flatMap((claim) => breachesOf(claim, specs));
}

function claimsOf(document) {
  return document.split('\n').flatMap((line, index) => {
    const [, ids = '', rest = ''] = CLAIM.exec(line) ?? [];
    return (ids.match(ID) ?? []).map((id) => ({ id, files: rest.match(SPEC_FILE) ?? [], at: `docs/capabilities.md:${index + 1}` }));
  });
}

function breachesOf({ id, files, at }, specs) {
  if (files.length === 0) return [`${at}: ${id} is claimed without a spec that proves it`];
  return files.flatMap((name) => {
    const named = specs.filter(({ file }) => file === name || file.endsWith(`/${name}`));
    if (named.length === 0) return [`${at}: ${id} is to be proven by ${name}, which does not exist`];
    return named.some(({ ids }) => ids.has(id)) ? [] : [`${at}: ${id} is claimed, and no title in ${name} begins with it`];
  });
}
