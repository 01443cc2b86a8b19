// Rules about the packages of the workspace. The boundaries are checked by tags, so a wrong tag is a hole in the wall.

/** Folder → the type that it must have; a folder that is named nowhere needs some type. */
const TYPE_OF_FOLDER = [
  [/^apps\//, 'app'],
  [/^libs\/kernel$/, 'kernel'],
  [/^libs\/decider$/, 'decider'],
  [/^libs\/wire$/, 'wire'],
  [/^libs\/tariff\//, 'tariff'],
  [/^libs\/exchange$/, 'source'],
  [/^libs\/scenarios$/, 'scenario'],
  [/^libs\/simulation$/, 'simulation'],
  [/^libs\/platform\//, 'platform'],
  [/^libs\/[^/]+\/domain$/, 'domain'],
  [/^libs\/[^/]+\/service$/, 'service'],
];
const SCOPED = ['domain', 'service', 'platform', 'app'];

const valuesOf = (tags, kind) => tags.filter((tag) => tag.startsWith(`${kind}:`)).map((tag) => tag.slice(kind.length + 1));

/** `packages` as `workspacePackages()` gives them. */
export function untaggedPackages(packages) {
  return packages.flatMap(({ dir, nx }) => {
    const tags = nx?.tags ?? [];
    const [types, scopes] = [valuesOf(tags, 'type'), valuesOf(tags, 'scope')];
    const expected = TYPE_OF_FOLDER.find(([folder]) => folder.test(dir))?.[1];
    return [
      ...(types.length === 1 ? [] : [`${dir}/package.json: has ${types.length} tags "type:…" and needs one`]),
      ...(expected === undefined || types.includes(expected) ? [] : [`${dir}/package.json: needs the tag "type:${expected}", as its folder says`]),
      ...(scopes.length <= 1 ? [] : [`${dir}/package.json: has ${scopes.length} tags "scope:…" and may have one`]),
      ...(types.some((type) => SCOPED.includes(type)) && scopes.length === 0 ? [`${dir}/package.json: needs a tag "scope:…"`] : []),
      ...wrongScope(dir, scopes),
    ];
  });
}

/** The rooms of one context lie in one folder of its name. */
function wrongScope(dir, scopes) {
  const context = /^libs\/([^/]+)\/(?:domain|service)$/.exec(dir)?.[1];
  return context === undefined || scopes.includes(context) ? [] : [`${dir}/package.json: needs the tag "scope:${context}", as its folder says`];
}
