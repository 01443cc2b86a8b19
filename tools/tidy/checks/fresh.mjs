// What is derived has to be as its source says, or two truths drift apart.

/** `derived`: a map from path to text; `read` gives a file's present text, or undefined. */
export function staleDerived(derived, read) {
  return [...derived].filter(([file, text]) => read(file) !== text).map(([file]) => `${file}: is stale (run: node tools/generators/sync.mjs)`);
}

/** `stale`: the paths that wire-gen would change. */
export function staleWire(stale) {
  return stale.map((file) => `${file}: is stale (run: npm run wire)`);
}
